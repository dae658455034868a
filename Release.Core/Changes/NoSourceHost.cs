using Release.Core.Deployments;
using Release.Core.Ports;

namespace Release.Core.Changes;

/// <summary>Stands where no GitHub is configured: nothing can be asked, and every question says so.</summary>
internal sealed class NoSourceHost : ISourceHost, IBuilds, ISourceHostStatus
{
    public const string Why = "No GitHub is configured: set Release:GitHub.";

    public SourceHostStatus Current { get; } = SourceHostStatus.Fresh with { Why = Why };

    public event Action? Changed
    {
        add { }
        remove { }
    }

    public Task<SourceOverview?> OverviewAsync(SourceRepository repository, CancellationToken cancellationToken) => Nobody<SourceOverview?>();

    public Task<ResolvedReference?> ResolveAsync(SourceRepository repository, GitReferenceName reference, CancellationToken cancellationToken) => Nobody<ResolvedReference?>();

    public Task<IReadOnlyList<GitReferenceName>> SuggestAsync(SourceRepository repository, string begin, CancellationToken cancellationToken) => Nobody<IReadOnlyList<GitReferenceName>>();

    public Task<Comparison?> CompareAsync(SourceRepository repository, CommitSha @base, CommitSha head, CancellationToken cancellationToken) => Nobody<Comparison?>();

    public Task<CheckState> ChecksAsync(SourceRepository repository, CommitSha commit, CancellationToken cancellationToken) => Nobody<CheckState>();

    public Task<BuildRun> DispatchAsync(BuildRequest request, CancellationToken cancellationToken) => Nobody<BuildRun>();

    public Task<BuildRun?> FindAsync(SourceRepository repository, long runId, CancellationToken cancellationToken) => Nobody<BuildRun?>();

    public Task<BuildRun?> FindDispatchedAsync(BuildRequest request, DateTimeOffset since, CancellationToken cancellationToken) => Nobody<BuildRun?>();

    private static Task<T> Nobody<T>() => Task.FromException<T>(new OutsideException(Why, FailureKind.Permission));
}
