using Release.Core.Applications;
using Release.Core.Changes;

namespace Release.Core.Ports;

/// <summary>What GitHub's <c>workflow_run</c> events have told of runs: our own records, no call to the outside.</summary>
public interface ICiRuns
{
    /// <summary>Null when nothing was heard of it.</summary>
    Task<CiRun?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<CiRun>> OfCommitAsync(SourceRepository repository, CommitSha commit, CancellationToken cancellationToken);

    /// <summary>Those that build for the application's other deployments, as far as these are recent.</summary>
    Task<IReadOnlySet<long>> OfOthersAsync(ApplicationName application, Guid deployment, CancellationToken cancellationToken);
}
