using Release.Integrations.Kubernetes;

namespace Release.Integrations.SmokeTests;

internal static class WorkflowResourceKinds
{
    public static readonly ResourceKind<ArgoWorkflow> Workflows =
        new("argoproj.io", "v1alpha1", "workflows", WorkflowJson.Default.ArgoWorkflow, WorkflowJson.Default.ObjectListArgoWorkflow)
        {
            Definition = "Argo Workflows' Workflow",
        };
}
