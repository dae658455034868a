namespace Release.Core.Changes;

/// <summary>The run that builds a deployment's image; stored with the deployment.</summary>
public sealed class DeploymentBuild
{
    private DeploymentBuild()
    {
    }

    public DeploymentBuild(DateTimeOffset requestedAt)
    {
        RequestedAt = requestedAt;
        UpdatedAt = requestedAt;
    }

    /// <summary>When GitHub was about to be asked: stored before, so that a kill does not ask twice.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    public long? RunId { get; private set; }

    public string? Url { get; private set; }

    public BuildState State { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Whether the workflow has called back.</summary>
    public bool CalledBack { get; private set; }

    /// <summary>Returns whether anything changed.</summary>
    public bool Hear(BuildRun run)
    {
        var (id, url) = (run.Id ?? RunId, run.Url ?? Url);
        if (id == RunId && url == Url && run.State == State)
        {
            return false;
        }

        (RunId, Url, State, UpdatedAt) = (id, url, run.State, run.At);
        return true;
    }

    public void CallBack(DateTimeOffset at) => (CalledBack, State, UpdatedAt) = (true, BuildState.Succeeded, at);
}
