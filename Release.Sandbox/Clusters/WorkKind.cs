namespace Release.Sandbox.Clusters;

/// <summary>Whose turn it is.</summary>
internal enum WorkKind
{
    Application,
    Deployment,
    Job,
}
