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

    /// <summary>When the build was requested. Stored before GitHub is asked, so that a killed process does not ask twice.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    public long? RunId { get; private set; }

    public string? Url { get; private set; }

    public BuildState State { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Whether the workflow has called back.</summary>
    public bool CalledBack { get; private set; }

    /// <summary>Returns whether anything changed.</summary>
    public bool Update(BuildRun run)
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

/// <summary>News about a deployment's image and its commit.</summary>
/// <param name="RequestedAt">A build is about to be requested; an earlier build no longer counts.</param>
/// <param name="Run">The state of the run that builds the image.</param>
/// <param name="Commit">The commit of the version.</param>
public sealed record BuildUpdate(DateTimeOffset? RequestedAt = null, BuildRun? Run = null, CommitSha? Commit = null);
