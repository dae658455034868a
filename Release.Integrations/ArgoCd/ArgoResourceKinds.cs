using Release.Integrations.Kubernetes;

namespace Release.Integrations.ArgoCd;

internal static class ArgoResourceKinds
{
    public static readonly ResourceKind<ArgoApplication> Applications =
        new("argoproj.io", "v1alpha1", "applications", ArgoJson.Default.ArgoApplication, ArgoJson.Default.ObjectListArgoApplication) { Definition = "Argo CD's Application" };
}
