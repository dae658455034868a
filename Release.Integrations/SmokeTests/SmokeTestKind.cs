namespace Release.Integrations.SmokeTests;

/// <summary>Who runs an application's smoke tests.</summary>
internal enum SmokeTestKind
{
    /// <summary>An HTTP address.</summary>
    Http,

    /// <summary>A Kubernetes Job that Release makes in the environment's cluster.</summary>
    Job,

    /// <summary>An Argo Workflow that Release makes from a <c>WorkflowTemplate</c> in the environment's cluster.</summary>
    Workflow,

    /// <summary>Nobody: the step passes and says so.</summary>
    None,
}
