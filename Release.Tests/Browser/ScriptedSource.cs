using System.Globalization;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Tests.Browser;

/// <summary>
/// A GitHub in memory for pages: version <c>v1234</c> is commit number 1234, each third one came by a pull request, and
/// <c>my-branch</c> is one commit more than the newest. It can be away, and slow until it is let go.
/// </summary>
internal sealed class ScriptedSource : ISourceHost, ISourceHostStatus, ISourceHostCache
{
    private static readonly string[] Authors = ["Ada Lovelace", "Grace Hopper", "Alan Turing"];
    private readonly DateTimeOffset _noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private volatile TaskCompletionSource? _slow;

    public event Action? Changed;

    /// <summary>The number of the newest commit of the default branch.</summary>
    public int Newest { get; set; } = 1400;

    public SourceHostStatus Current { get; private set; } = SourceHostStatus.Fresh;

    public static CommitSha Sha(int number) => CommitSha.Parse(number.ToString(CultureInfo.InvariantCulture).PadLeft(10, 'a') + new string('b', 30));

    public void GoAway(DateTimeOffset since)
    {
        Current = new SourceHostStatus(since, since.AddMinutes(-3), null, "GitHub did not answer.");
        Changed?.Invoke();
    }

    public void ComeBack()
    {
        Current = SourceHostStatus.Fresh;
        Changed?.Invoke();
    }

    public void BecomeSlow() => _slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => _slow?.SetResult();

    public void Forget(SourceRepository repository)
    {
        // It remembers nothing.
    }

    public async Task<SourceOverview?> OverviewAsync(SourceRepository repository, CancellationToken cancellationToken)
    {
        await AnswerAsync(cancellationToken);
        return new SourceOverview(
            repository, "main",
            [.. Enumerable.Range(0, 40).Select(back => Commit(Newest - back))],
            [.. Enumerable.Range(0, 20).Select(back => new SourceTag($"v{Newest - (back * 2)}", Sha(Newest - (back * 2)), Time(Newest - (back * 2))))],
            3, TimeProvider.System.GetUtcNow());
    }

    public async Task<ResolvedReference?> ResolveAsync(SourceRepository repository, GitReferenceName reference, CancellationToken cancellationToken)
    {
        await AnswerAsync(cancellationToken);
        return reference.Value == "my-branch" ? new ResolvedReference(reference, ReferenceKind.Branch, Sha(Newest + 1), Time(Newest + 1))
            : reference.Value[0] == 'v' && int.TryParse(reference.Value.AsSpan(1), CultureInfo.InvariantCulture, out var number)
                ? new ResolvedReference(reference, ReferenceKind.Tag, Sha(number), Time(number))
                : null;
    }

    public async Task<IReadOnlyList<string>> TagsOnAsync(SourceRepository repository, CommitSha commit, DateTimeOffset committedAt, CancellationToken cancellationToken)
    {
        await AnswerAsync(cancellationToken);
        return [];
    }

    public async Task<IReadOnlyList<GitReferenceName>> SuggestAsync(SourceRepository repository, string begin, CancellationToken cancellationToken)
    {
        await AnswerAsync(cancellationToken);
        return "my-branch".StartsWith(begin, StringComparison.Ordinal) ? [GitReferenceName.Parse("my-branch")] : [];
    }

    public async Task<Comparison?> CompareAsync(SourceRepository repository, CommitSha @base, CommitSha head, CancellationToken cancellationToken)
    {
        await AnswerAsync(cancellationToken);
        var (from, to) = (Number(@base), Number(head));
        var (low, high) = (Math.Min(from, to), Math.Max(from, to));
        var between = Enumerable.Range(low + 1, high - low).Select(Commit).ToArray();
        var isBack = to < from;
        return new Comparison(
            @base, head, isBack ? ChangeRelation.Behind : ChangeRelation.Ahead,
            isBack ? [] : between, isBack ? between : [],
            [new ChangedFile("db/migrate/20261120_add_index.rb", "added"), new ChangedFile("app/models/edition.rb", "modified")],
            isBack ? 0 : between.Length, FilesAreComplete: true);
    }

    public async Task<CheckState> ChecksAsync(SourceRepository repository, CommitSha commit, CancellationToken cancellationToken)
    {
        await AnswerAsync(cancellationToken);
        return CheckState.Passed;
    }

    private static int Number(CommitSha sha) => int.Parse(sha.Value[..10].TrimStart('a'), CultureInfo.InvariantCulture);

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        if (_slow is { } slow)
        {
            await slow.Task.WaitAsync(cancellationToken);
        }

        if (!Current.IsWell)
        {
            throw new OutsideException("GitHub did not answer.", FailureKind.Network);
        }
    }

    private DateTimeOffset Time(int number) => _noon.AddHours(number - Newest);

    private SourceCommit Commit(int number) => new(
        Sha(number), number % 7 == 0 ? $"Add a long explanation of why the editions are now indexed by their state and organisation, number {number}" : $"Change number {number}",
        Authors[number % 3].Split(' ')[0].ToLowerInvariant(), Authors[number % 3], Time(number),
        number % 3 == 0 ? null : new PullRequestReference(5000 + (number / 3), $"Improve the editions, part {number / 3}"),
        number % 5 == 0 ? CheckState.Failed : CheckState.Passed);
}
