using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Accounts;

namespace Release.Sandbox.GitHub.Repositories;

/// <summary>
/// Generates an application's history: about sixty commits on main over the last six weeks, a third of them merged pull requests, a few with
/// database migrations, tags for the versions in its environments, and open pull requests. The same name and time give the same history.
/// </summary>
internal sealed class SampleHistory : IDisposable
{
    private const string Main = "refs/heads/" + SandboxGitHub.DefaultBranch;
    private const int Steps = 38;
    private static readonly TimeSpan Span = TimeSpan.FromDays(42);

    private readonly ImportStream _stream = new();
    private readonly Random _random;
    private readonly SampleSource _source;
    private readonly IReadOnlyList<DateTimeOffset> _times;
    private readonly List<PlannedPullRequest> _pulls = [];
    private readonly List<int> _main = [];
    private readonly bool _dotNet;
    private readonly int _untagged;
    private int _nextPull;

    private SampleHistory(string application, DateTimeOffset now)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes(application));
        _random = new Random(BitConverter.ToInt32(seed) & int.MaxValue);
        _source = new SampleSource(application);
        _dotNet = seed[4] % 4 == 0;
        _untagged = seed[7] % 3;
        _nextPull = 120 + (seed[5] * 8) + seed[6];
        _times = WorkingTimes.Spread(_random, now - Span, now, Steps + 1);
    }

    /// <param name="wanted">The versions in its environments.</param>
    /// <returns>The <c>git fast-import</c> stream, and the pull requests with its marks.</returns>
    public static (byte[] Stream, IReadOnlyList<PlannedPullRequest> Pulls) Write(string application, IReadOnlyCollection<string> wanted, DateTimeOffset now)
    {
        using var history = new SampleHistory(application, now);
        history.WriteMain();
        history.WriteTags(wanted);
        history.WriteOpenPulls();
        return (history._stream.End(), history._pulls);
    }

    public void Dispose() => _stream.Dispose();

    private void WriteMain()
    {
        var founder = Signature(People.Authors[0], _times[0]);
        _main.Add(_stream.Commit(Main, founder, founder, "Start from the template", [], _source.All));
        for (var step = 1; step <= Steps; step++)
        {
            var change = Choose(step);
            switch (_random.Next(10))
            {
                case < 4:
                    MergeBranch(change, step);
                    break;
                case < 6:
                    Squash(change, step);
                    break;
                case 6:
                    MergeBump(step);
                    break;
                default:
                    var author = Signature(RandomAuthor(), _times[step]);
                    _main.Add(_stream.Commit(Main, author, author, change.Title, [_main[^1]], _source.Apply(change, _times[step])));
                    break;
            }
        }
    }

    /// <summary>Assigns tags to consecutive commits of main, from the tip or just below it.</summary>
    private void WriteTags(IReadOnlyCollection<string> wanted)
    {
        var newest = 100 + _random.Next(1400);
        var numbers = SampleVersions.Numbers(wanted, newest, _main.Count - 4);
        var tip = _main.Count - 1 - _untagged;
        for (var index = 0; index < numbers.Count; index++)
        {
            _stream.Reset($"refs/tags/{ReleaseTag.Of(numbers[index])}", _main[Math.Max(0, tip - index)]);
        }

        foreach (var name in SampleVersions.OtherNames(wanted))
        {
            _stream.Reset($"refs/{(name.All(char.IsAsciiDigit) ? "tags" : "heads")}/{name}", _main[tip - 2 - _random.Next(6)]);
        }
    }

    private void WriteOpenPulls()
    {
        var change = SampleChanges.All[_random.Next(SampleChanges.All.Count)];
        Open(change with { Title = $"{change.Title} in previews", Path = change.Path.Replace(".", "_preview.", StringComparison.Ordinal) }, Steps - 2, 2);
        Open(Migrations[_random.Next(Migrations.Count)], Steps - 1, 1);
        var (pull, head, _) = WriteBump(Steps, keep: false);
        AddOpen(pull, _main[^1], head);
    }

    private void Open(SampleChange change, int from, int commits)
    {
        var (pull, head, _) = WriteBranch(change, RandomAuthor(), from, _times[from].AddMinutes(25), commits);
        AddOpen(pull, _main[from], head);
    }

    private void AddOpen(PullRequest pull, int from, int head)
    {
        _stream.Reset($"refs/heads/{pull.HeadBranch}", head);
        _pulls.Add(new PlannedPullRequest(pull with { Open = true }, from, head, null));
    }

    private void MergeBranch(SampleChange change, int step)
    {
        var (pull, head, files) = WriteBranch(change, RandomAuthor(), step - 1, Before(step), 1 + _random.Next(3));
        Merge(pull, step, head, files);
    }

    private void MergeBump(int step)
    {
        var (pull, head, files) = WriteBump(step - 1, keep: true);
        Merge(pull, step, head, files);
    }

    private void Merge(PullRequest pull, int step, int head, Dictionary<string, string> files)
    {
        var (by, time, from) = (RandomAuthor(), _times[step], _main[^1]);
        var message = $"Merge pull request #{pull.Number} from {SandboxGitHub.Organisation}/{pull.HeadBranch}\n\n{pull.Title}";
        _main.Add(_stream.Commit(Main, Signature(by, time), GitHubSignature.At(time), message, [from, head], files));
        _pulls.Add(new PlannedPullRequest(Merged(pull, by, time), from, head, _main[^1]));
    }

    private void Squash(SampleChange change, int step)
    {
        var (author, time, from) = (RandomAuthor(), _times[step], _main[^1]);
        var (pull, head, files) = WriteBranch(change, author, step - 1, Before(step), 1);
        _main.Add(_stream.Commit(Main, Signature(author, time), GitHubSignature.At(time), $"{change.Title} (#{pull.Number})\n\n{change.Why}", [from], files));
        _pulls.Add(new PlannedPullRequest(Merged(pull, RandomAuthor(), time), from, head, _main[^1]));
    }

    private (PullRequest Pull, int Head, Dictionary<string, string> Files) WriteBump(int from, bool keep)
    {
        var opened = from < Steps ? Before(from + 1) : _times[from].AddMinutes(6);
        var library = SampleChanges.Libraries[_random.Next(SampleChanges.Libraries.Count)];
        var (files, old, fresh) = _source.Bump(library, keep);
        var pull = Describe($"Bump {library} from {old} to {fresh}", $"Bumps {library} from {old} to {fresh}.", People.Dependabot, $"dependabot/bundler/{library}-{fresh}", opened, ["dependencies", "ruby"]);
        var author = Signature(People.Dependabot, opened);
        return (pull, _stream.Commit(HeadOf(pull), author, author, pull.Title, [_main[from]], files), files);
    }

    /// <param name="from">Index of the main commit that it branches off.</param>
    private (PullRequest Pull, int Head, Dictionary<string, string> Files) WriteBranch(SampleChange change, Person author, int from, DateTimeOffset opened, int commits)
    {
        var pull = Describe(change.Title, change.Why, author, change.Branch, opened, []);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var head = _main[from];
        for (var commit = 0; commit < commits; commit++)
        {
            var step = change.Step(commit);
            var at = Signature(author, _times[from] + ((opened - _times[from]) * ((commit + 1.0) / (commits + 1))));
            var touched = _source.Apply(step, at.Time);
            foreach (var (path, content) in touched)
            {
                files[path] = content;
            }

            head = _stream.Commit(HeadOf(pull), at, at, step.Title, [head], touched);
        }

        return (pull, head, files);
    }

    /// <summary>A time between two commits of main.</summary>
    private DateTimeOffset Before(int step) => _times[step] - ((_times[step] - _times[step - 1]) * (0.2 + (_random.NextDouble() / 2)));

    private SampleChange Choose(int step) =>
        step % 9 == 4 ? Migrations[_random.Next(Migrations.Count)] : SampleChanges.All[_random.Next(SampleChanges.All.Count)];

    private IReadOnlyList<SampleChange> Migrations => _dotNet ? SampleChanges.DotNetMigrations : SampleChanges.Migrations;

    private Person RandomAuthor() => People.Authors[_random.Next(People.Authors.Count)];

    private PullRequest Describe(string title, string body, Person author, string branch, DateTimeOffset opened, IReadOnlyList<string> labels) => new()
    {
        Number = _nextPull++,
        Title = title,
        Body = body,
        Author = author.Login,
        HeadBranch = branch,
        HeadSha = "",
        BaseSha = "",
        CreatedAt = opened,
        Labels = labels,
    };

    private static PullRequest Merged(PullRequest pull, Person by, DateTimeOffset time) =>
        pull with { MergedAt = time, ClosedAt = time, MergedBy = by.Login };

    private static string HeadOf(PullRequest pull) => $"refs/pull/{pull.Number.ToString(CultureInfo.InvariantCulture)}/head";

    private static GitSignature Signature(Person person, DateTimeOffset time) => new(person.Name, person.Email, time);
}

/// <summary>A pull request of a generated history; its commits are marks until git has assigned their ids.</summary>
internal sealed record PlannedPullRequest(PullRequest Pull, int Base, int Head, int? Merge)
{
    public PullRequest Named(Dictionary<int, string> names) => Pull with
    {
        BaseSha = names[Base],
        HeadSha = names[Head],
        MergeCommitSha = Merge is { } merge ? names[merge] : null,
    };
}
