using Release.Core.Applications;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Tests.Support;

/// <summary>GitHub and a registry in memory. Every effect is counted; <see cref="BeforeCall"/> may throw, to stop the process at any call.</summary>
internal sealed class FakeGitHub(TimeProvider clock) : ISourceHost, IBuilds, IImageRegistry
{
    private readonly List<(BuildRun Run, string Branch)> _runs = [];

    public Action<string> BeforeCall { get; set; } = _ => { };

    /// <summary>Without images everything is taken to exist.</summary>
    public bool LooksUp { get; set; }

    /// <summary>Whether nobody answers.</summary>
    public bool IsAway { get; set; }

    public bool IsRegistryAway { get; set; }

    /// <summary>Why no build is begun; null where it is.</summary>
    public OutsideException? Refusal { get; set; }

    /// <summary>Whether the answer to a dispatch names the run.</summary>
    public bool NamesRuns { get; set; } = true;

    /// <summary>Whether runs are in the list at once.</summary>
    public bool ListsRuns { get; set; } = true;

    public HashSet<string> Images { get; } = [];

    public List<ResolvedReference> References { get; } = [];

    /// <summary>By the commit's name.</summary>
    public Dictionary<string, string[]> Tags { get; } = [];

    public Dictionary<(string Base, string Head), Comparison> Comparisons { get; } = [];

    public SourceOverview? Overview { get; set; }

    public CheckState Checks { get; set; } = CheckState.Passed;

    /// <summary>What was asked for, as <c>environment reference</c>.</summary>
    public List<string> Dispatched { get; } = [];

    /// <summary>Names of the calls to GitHub.</summary>
    public List<string> Calls { get; } = [];

    public void SetRun(int index, BuildState state) => _runs[index] = (_runs[index].Run with { State = state, At = clock.GetUtcNow() }, _runs[index].Branch);

    public void AddReference(string name, ReferenceKind kind, string sha, params string[] tags)
    {
        References.Add(new ResolvedReference(GitReferenceName.Parse(name), kind, CommitSha.Parse(sha), clock.GetUtcNow()));
        Tags[sha] = tags;
    }

    public Task<bool> ExistsAsync(SourceRepository repository, ImageTag tag, CancellationToken cancellationToken)
    {
        BeforeCall("registry exists");
        return IsRegistryAway
            ? Task.FromException<bool>(new OutsideException("The registry does not answer.", FailureKind.Network))
            : Task.FromResult(Images.Contains(tag.Value));
    }

    public string NameOf(SourceRepository repository, ImageTag tag) => $"ghcr.io/{repository}:{tag}";

    public Task<BuildRun> DispatchAsync(BuildRequest request, CancellationToken cancellationToken)
    {
        Ask("dispatch");
        if (Refusal is { } refusal)
        {
            throw refusal;
        }

        Dispatched.Add($"{request.Environment} {request.Reference}");
        var id = _runs.Count + 1;
        var run = new BuildRun(id, $"https://github.com/{request.Repository}/actions/runs/{id}", BuildState.Queued, clock.GetUtcNow());
        _runs.Add((run, request.DefaultBranch));
        BeforeCall("dispatch, done");
        return Task.FromResult(NamesRuns ? run : run with { Id = null, Url = null });
    }

    public Task<BuildRun?> FindAsync(SourceRepository repository, long runId, CancellationToken cancellationToken)
    {
        Ask("find run");
        return Task.FromResult(_runs.Select(entry => entry.Run).FirstOrDefault(run => run.Id == runId));
    }

    public Task<BuildRun?> FindDispatchedAsync(BuildRequest request, DateTimeOffset since, IReadOnlySet<long> taken, CancellationToken cancellationToken)
    {
        Ask("find dispatched");
        return Task.FromResult(ListsRuns ? _runs.Select(entry => entry.Run).FirstOrDefault(run => run.At >= since.AddSeconds(-1) && !taken.Contains(run.Id!.Value)) : null);
    }

    public Task<SourceOverview?> OverviewAsync(SourceRepository repository, CancellationToken cancellationToken)
    {
        Ask("overview");
        return Task.FromResult(Overview);
    }

    public Task<ResolvedReference?> ResolveAsync(SourceRepository repository, GitReferenceName reference, CancellationToken cancellationToken)
    {
        Ask($"resolve {reference}");
        return Task.FromResult(References.Find(known => known.Reference == reference)
            ?? References.Find(known => known.Kind is ReferenceKind.Commit && known.Sha.Value.StartsWith(reference.Value, StringComparison.Ordinal)));
    }

    public Task<IReadOnlyList<string>> TagsOnAsync(SourceRepository repository, CommitSha commit, DateTimeOffset committedAt, CancellationToken cancellationToken)
    {
        Ask($"tags on {commit.Short}");
        return Task.FromResult<IReadOnlyList<string>>(Tags.GetValueOrDefault(commit.Value, []));
    }

    public Task<IReadOnlyList<GitReferenceName>> SuggestAsync(SourceRepository repository, string begin, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<GitReferenceName>>([.. References.Select(known => known.Reference).Where(name => name.Value.StartsWith(begin, StringComparison.Ordinal))]);

    public Task<Comparison?> CompareAsync(SourceRepository repository, CommitSha @base, CommitSha head, CancellationToken cancellationToken)
    {
        Ask($"compare {@base.Short}...{head.Short}");
        return Task.FromResult(Comparisons.GetValueOrDefault((@base.Value, head.Value)));
    }

    public Task<CheckState> ChecksAsync(SourceRepository repository, CommitSha commit, CancellationToken cancellationToken)
    {
        Ask("checks");
        return Task.FromResult(Checks);
    }

    private void Ask(string what)
    {
        BeforeCall("github " + what);
        Calls.Add(what);
        if (IsAway)
        {
            throw new OutsideException("GitHub does not answer.", FailureKind.Network);
        }
    }
}
