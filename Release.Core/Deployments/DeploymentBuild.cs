using Release.Core.Sources;

namespace Release.Core.Deployments;

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

/// <summary>What became known of a deployment's image and its commit.</summary>
/// <param name="RequestedAt">A build is about to be asked for; what was known of an earlier one is over.</param>
/// <param name="Run">What was heard of the run that builds the image.</param>
/// <param name="Commit">The commit that the version is.</param>
public sealed record BuildUpdate(DateTimeOffset? RequestedAt = null, BuildRun? Run = null, CommitSha? Commit = null);
