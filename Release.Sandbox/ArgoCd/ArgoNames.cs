using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.ArgoCd;

/// <summary>Argo CD's namespaces, annotations and names.</summary>
internal static class ArgoNames
{
    public const string Namespace = "cluster-services";
    public const string AppOfApps = "app-config";
    public const string Refresh = "argocd.argoproj.io/refresh";
    public const string Hook = "argocd.argoproj.io/hook";
    public const string Repository = $"https://github.com/{GitHub.SandboxGitHub.ConfigRepository}";

    public static readonly IReadOnlyList<string> ApplicationNamespaces = ["apps", "licensify"];

    public static readonly IReadOnlyList<string> ClusterNamespaces = ["default", "kube-system", Namespace, .. ApplicationNamespaces];

    public static readonly ObjectName AppOfAppsName = new(Namespace, AppOfApps);
}
