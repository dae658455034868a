using Release.Core.Environments;
using Release.Core.Failures;

namespace Release.Core.Sources;

/// <summary>The application's own workflow, <c>deploy.yml</c>, which builds images that do not exist yet (contracts §9). Errors as for <see cref="ISourceHost"/>.</summary>
public interface IBuilds
{
    /// <summary>
    /// Requests a build once, without retrying. The run's id is null if the server does not return it; then
    /// <see cref="FindAsync"/> finds the run.
    /// </summary>
    /// <exception cref="OutsideException">Kind not found: there is no such workflow. Kind application: it does not take these inputs.</exception>
    Task<BuildRun> DispatchAsync(BuildRequest request, CancellationToken cancellationToken);

    /// <summary>Null when there is no such run.</summary>
    Task<BuildRun?> FindAsync(SourceRepository repository, long runId, CancellationToken cancellationToken);

    /// <summary>The oldest run of the workflow that was dispatched at or after a moment (one second of grace for clocks); null when there is none yet.</summary>
    /// <param name="taken">Runs that belong to other deployments, because GitHub does not return the inputs of a run.</param>
    Task<BuildRun?> FindDispatchedAsync(BuildRequest request, DateTimeOffset since, IReadOnlySet<long> taken, CancellationToken cancellationToken);
}

/// <summary>The request for an image that does not exist yet (contracts §9).</summary>
/// <param name="DefaultBranch">The branch whose workflow file is run.</param>
/// <param name="Reference">What is to be built.</param>
public sealed record BuildRequest(
    SourceRepository Repository, string DefaultBranch, EnvironmentName Environment, GitReferenceName Reference);

/// <summary>A run of an application's own workflow that builds an image.</summary>
/// <param name="Id">GitHub's number of the run; null until it is known (older servers do not say).</param>
/// <param name="Url">Where a person looks at it.</param>
public sealed record BuildRun(long? Id, string? Url, BuildState State, DateTimeOffset At)
{
    public bool HasEnded => State.HasEnded();
}

/// <summary>GitHub's status and conclusion of a run, in one word.</summary>
public enum BuildState
{
    /// <summary>Requested; GitHub has not started it.</summary>
    Queued,
    Running,
    Succeeded,

    /// <summary>Failure, time-out or start-up failure.</summary>
    Failed,

    /// <summary>Cancelled, skipped, stale: somebody's decision.</summary>
    Cancelled,
}

internal static class BuildStates
{
    /// <summary>Whether a run in this state has ended. A further attempt starts it again.</summary>
    public static bool HasEnded(this BuildState state) => state is BuildState.Succeeded or BuildState.Failed or BuildState.Cancelled;
}
