namespace Release.Sandbox.Workloads;

/// <summary>A Deployment as it is stored, beside what its controller has made of it so far.</summary>
/// <param name="Observed">Whether the controller has seen this generation.</param>
internal sealed record LiveDeployment(string Image, bool Observed, DeploymentRuntime? Runtime)
{
    /// <summary>Argo CD's health of a Deployment.</summary>
    public string Health => this switch
    {
        { Observed: true, Runtime.DeadlineExceeded: true } => "Degraded",
        { Observed: true, Runtime.Complete: true } => "Healthy",
        _ => "Progressing",
    };
}
