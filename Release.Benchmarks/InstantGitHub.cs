using System.Security.Cryptography;
using System.Text;
using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Sources;

namespace Release.Benchmarks;

/// <summary>GitHub and the registry in memory, each answering at once: every image exists, and every version is one commit after the one before.</summary>
internal sealed class InstantGitHub : ISourceHost, ISourceHostCache, ISourceHostStatus, IBuilds, ITeamMemberships, IImageRegistry
{
    event Action? ISourceHostStatus.Changed
    {
        add { }
        remove { }
    }

    public SourceHostStatus Current => SourceHostStatus.Fresh;

    public Task<bool> ExistsAsync(SourceRepository repository, ImageTag tag, CancellationToken cancellationToken) => Task.FromResult(true);

    public string NameOf(SourceRepository repository, ImageTag tag) => $"registry.example/{repository}:{tag}";

    public void Forget(SourceRepository repository)
    {
        // Nothing is kept.
    }

    public Task<SourceOverview?> OverviewAsync(SourceRepository repository, CancellationToken cancellationToken) => Task.FromResult<SourceOverview?>(null);

    public Task<ResolvedReference?> ResolveAsync(SourceRepository repository, GitReferenceName reference, CancellationToken cancellationToken) =>
        Task.FromResult<ResolvedReference?>(new(reference, ReferenceKind.Tag, ShaOf(reference.Value), DateTimeOffset.UnixEpoch));

    public Task<IReadOnlyList<string>> TagsOnAsync(SourceRepository repository, CommitSha commit, DateTimeOffset committedAt, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public Task<IReadOnlyList<GitReferenceName>> SuggestAsync(SourceRepository repository, string begin, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<GitReferenceName>>([]);

    public Task<Comparison?> CompareAsync(SourceRepository repository, CommitSha @base, CommitSha head, CancellationToken cancellationToken) =>
        Task.FromResult<Comparison?>(new(
            @base, head, ChangeRelation.Ahead, [new SourceCommit(head, "Change what it does", "octocat", "Octo Cat", DateTimeOffset.UnixEpoch)], [],
            [new ChangedFile("app/models/thing.rb", "modified")], 1, FilesAreComplete: true));

    public Task<CheckState> ChecksAsync(SourceRepository repository, CommitSha commit, CancellationToken cancellationToken) => Task.FromResult(CheckState.Passed);

    public Task<BuildRun> DispatchAsync(BuildRequest request, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Every image exists, so nothing is built.");

    public Task<BuildRun?> FindAsync(SourceRepository repository, long runId, CancellationToken cancellationToken) => Task.FromResult<BuildRun?>(null);

    public Task<BuildRun?> FindDispatchedAsync(BuildRequest request, DateTimeOffset since, IReadOnlySet<long> taken, CancellationToken cancellationToken) =>
        Task.FromResult<BuildRun?>(null);

    public Task<bool> IsActiveMemberAsync(string organisation, string? team, string login, CancellationToken cancellationToken) => Task.FromResult(true);

    private static CommitSha ShaOf(string text) => CommitSha.Parse(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..CommitSha.Length]);
}
