using System.Runtime.CompilerServices;

namespace Release.Sandbox.Kubernetes;

/// <summary>Every kind of the sandbox's clusters. New kinds are added here.</summary>
internal static class ResourceKinds
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Argo = "argoproj.io";

    private static readonly string[] InAll = ["all"];

    public static readonly ResourceKind Namespaces = new("", "v1", "namespaces", "Namespace", Namespaced: false, HasStatus: true, ShortNames: ["ns"]);
    public static readonly ResourceKind Nodes = new("", "v1", "nodes", "Node", Namespaced: false, HasStatus: true, ShortNames: ["no"]);
    public static readonly ResourceKind Pods = new("", "v1", "pods", "Pod", HasStatus: true, ShortNames: ["po"], Categories: InAll);
    public static readonly ResourceKind Events = new("", "v1", "events", "Event", ShortNames: ["ev"]);
    public static readonly ResourceKind Services = new("", "v1", "services", "Service", HasStatus: true, ShortNames: ["svc"], Categories: InAll);
    public static readonly ResourceKind Endpoints = new("", "v1", "endpoints", "Endpoints", ShortNames: ["ep"]);
    public static readonly ResourceKind ConfigMaps = new("", "v1", "configmaps", "ConfigMap", ShortNames: ["cm"]);
    public static readonly ResourceKind Secrets = new("", "v1", "secrets", "Secret");
    public static readonly ResourceKind ServiceAccounts = new("", "v1", "serviceaccounts", "ServiceAccount", ShortNames: ["sa"]);
    public static readonly ResourceKind Deployments = new("apps", "v1", "deployments", "Deployment", HasStatus: true, HasGeneration: true, HasScale: true, ShortNames: ["deploy"], Categories: InAll);
    public static readonly ResourceKind ReplicaSets = new("apps", "v1", "replicasets", "ReplicaSet", HasStatus: true, HasGeneration: true, HasScale: true, ShortNames: ["rs"], Categories: InAll);
    public static readonly ResourceKind StatefulSets = new("apps", "v1", "statefulsets", "StatefulSet", HasStatus: true, HasGeneration: true, HasScale: true, ShortNames: ["sts"], Categories: InAll);
    public static readonly ResourceKind DaemonSets = new("apps", "v1", "daemonsets", "DaemonSet", HasStatus: true, HasGeneration: true, ShortNames: ["ds"], Categories: InAll);
    public static readonly ResourceKind Jobs = new("batch", "v1", "jobs", "Job", HasStatus: true, HasGeneration: true, Categories: InAll);
    public static readonly ResourceKind CronJobs = new("batch", "v1", "cronjobs", "CronJob", HasStatus: true, HasGeneration: true, ShortNames: ["cj"], Categories: InAll);
    public static readonly ResourceKind Leases = new("coordination.k8s.io", "v1", "leases", "Lease");
    public static readonly ResourceKind Roles = new(Rbac, "v1", "roles", "Role");
    public static readonly ResourceKind RoleBindings = new(Rbac, "v1", "rolebindings", "RoleBinding");
    public static readonly ResourceKind ClusterRoles = new(Rbac, "v1", "clusterroles", "ClusterRole", Namespaced: false);
    public static readonly ResourceKind ClusterRoleBindings = new(Rbac, "v1", "clusterrolebindings", "ClusterRoleBinding", Namespaced: false);

    // Argo's CustomResourceDefinitions have no status subresource: controllers write status with the object.
    public static readonly ResourceKind Applications = new(Argo, "v1alpha1", "applications", "Application", HasGeneration: true, ShortNames: ["app", "apps"]);
    public static readonly ResourceKind Workflows = new(Argo, "v1alpha1", "workflows", "Workflow", HasGeneration: true, ShortNames: ["wf"]);
    public static readonly ResourceKind WorkflowTemplates = new(Argo, "v1alpha1", "workflowtemplates", "WorkflowTemplate", HasGeneration: true, ShortNames: ["wftmpl"]);

    public static readonly IReadOnlyList<ResourceKind> All =
    [
        Namespaces, Nodes, Pods, Events, Services, Endpoints, ConfigMaps, Secrets, ServiceAccounts,
        Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs, CronJobs, Leases,
        Roles, RoleBindings, ClusterRoles, ClusterRoleBindings,
        Applications, Workflows, WorkflowTemplates,
    ];

    public static ResourceKind? Find(string group, string version, string plural)
    {
        foreach (var kind in All)
        {
            if (kind.Plural == plural && kind.Group == group && kind.Version == version)
            {
                return kind;
            }
        }

        return null;
    }
}

/// <summary>One kind of object that the API server stores.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="HasStatus">Whether status is written through the <c>/status</c> subresource only.</param>
/// <param name="HasGeneration">Whether a change of the spec increases <c>metadata.generation</c>.</param>
/// <param name="HasScale">Whether <c>/scale</c> reads and writes <c>spec.replicas</c>.</param>
/// <param name="Categories">Such as <c>all</c>, by which <c>kubectl get all</c> finds it.</param>
internal sealed record ResourceKind(
    string Group,
    string Version,
    string Plural,
    string Kind,
    bool Namespaced = true,
    bool HasStatus = false,
    bool HasGeneration = false,
    bool HasScale = false,
    IReadOnlyList<string>? ShortNames = null,
    IReadOnlyList<string>? Categories = null)
{
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public string Singular => Kind.ToLowerInvariant();

    /// <summary><c>deployments.apps</c>, as in error messages.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Whether it is defined by a CustomResourceDefinition.</summary>
    public bool IsCustom => Group == "argoproj.io";

    /// <summary>Length of kind and apiVersion at the beginning of each object's JSON, including the comma after them.</summary>
    public int TypePrefixLength => "{\"kind\":\"\",\"apiVersion\":\"\"".Length + Kind.Length + ApiVersion.Length;

    // Each kind is a single instance, so reference equality is enough and faster.
    public bool Equals(ResourceKind? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
