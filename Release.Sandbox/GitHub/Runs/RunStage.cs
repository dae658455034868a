namespace Release.Sandbox.GitHub.Runs;

/// <summary>How far a workflow run is.</summary>
internal enum RunStage
{
    Queued,

    /// <summary>The image is being built.</summary>
    Building,

    /// <summary>The image is in the registry; Release has not been told yet.</summary>
    Built,

    Completed,
}
