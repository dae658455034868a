namespace Release.Sandbox.Kubernetes;

/// <summary>Every kind that the imitated clusters know. To add one, add it here.</summary>
internal static class ResourceKinds
{
    public static readonly ResourceKind Namespaces = new("", "v1", "namespaces", "Namespace", Namespaced: false, HasStatus: true, ShortNames: ["ns"]);
    public static readonly ResourceKind Pods = new("", "v1", "pods", "Pod", HasStatus: true, ShortNames: ["po"]);
    public static readonly ResourceKind Events = new("", "v1", "events", "Event", ShortNames: ["ev"]);
    public static readonly ResourceKind Services = new("", "v1", "services", "Service", HasStatus: true, ShortNames: ["svc"]);
    public static readonly ResourceKind ConfigMaps = new("", "v1", "configmaps", "ConfigMap", ShortNames: ["cm"]);
    public static readonly ResourceKind ServiceAccounts = new("", "v1", "serviceaccounts", "ServiceAccount", ShortNames: ["sa"]);
    public static readonly ResourceKind Deployments = new("apps", "v1", "deployments", "Deployment", HasStatus: true, HasGeneration: true, ShortNames: ["deploy"]);
    public static readonly ResourceKind ReplicaSets = new("apps", "v1", "replicasets", "ReplicaSet", HasStatus: true, HasGeneration: true, ShortNames: ["rs"]);
    public static readonly ResourceKind Jobs = new("batch", "v1", "jobs", "Job", HasStatus: true, HasGeneration: true);

    // Argo CD's own definition has no status subresource: its controller writes status with the rest.
    public static readonly ResourceKind Applications = new("argoproj.io", "v1alpha1", "applications", "Application", HasGeneration: true, ShortNames: ["app", "apps"]);
    public static readonly ResourceKind Workflows = new("argoproj.io", "v1alpha1", "workflows", "Workflow", HasGeneration: true, ShortNames: ["wf"]);
    public static readonly ResourceKind WorkflowTemplates = new("argoproj.io", "v1alpha1", "workflowtemplates", "WorkflowTemplate", HasGeneration: true, ShortNames: ["wftmpl"]);

    public static readonly IReadOnlyList<ResourceKind> All =
        [Namespaces, Pods, Events, Services, ConfigMaps, ServiceAccounts, Deployments, ReplicaSets, Jobs, Applications, Workflows, WorkflowTemplates];

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
