using System.Globalization;
using System.Text.Json;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Tests.Integration.GitHub;

/// <summary>What is made of GitHub's answers about sources.</summary>
public sealed class SourceHostTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new();
    private WireGitHub _wire = null!;
    private GitHubUnderTest _github = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static SourceRepository Repository => GitHubCalls.Repository;

    public async ValueTask InitializeAsync()
    {
        _wire = await WireGitHub.StartAsync();
        _github = new GitHubUnderTest(_wire.Address, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _github.DisposeAsync();
        await _wire.DisposeAsync();
    }

    [Fact]
    public async Task The_overview_is_one_question()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, Overview());

        var overview = await _github.Host.OverviewAsync(Repository, Cancelled);

        _wire.Requests.ShouldHaveSingleItem().Target.ShouldBe("/graphql");
        JsonDocument.Parse(_wire.Requests[0].Body).RootElement.GetProperty("variables").ToString().ShouldBe("""{"owner":"example","name":"publisher"}""");
        overview!.DefaultBranch.ShouldBe("main");
        overview.DependencyPullRequests.ShouldBe(3);
        overview.SeenAt.ShouldBe(_clock.GetUtcNow());
        overview.Commits.Select(commit => (commit.Title, commit.Author, commit.PullRequest?.Number, commit.Checks)).ShouldBe([
            ("Add a page", "ada", 12, CheckState.Passed), ("By hand", "Bob", null, CheckState.None)]);
        overview.Tags.Select(tag => (tag.Name, tag.Sha)).ShouldBe([("v2", Sha(1)), ("v1", Sha(0))]);
    }

    [Fact]
    public async Task It_is_kept_for_thirty_seconds_unless_a_push_is_heard_of()
    {
        var held = new TaskCompletionSource();
        _wire.Answer = async (context, _, number) =>
        {
            if (number == 0)
            {
                await held.Task;
            }

            await WireGitHub.Json(context, Overview());
        };
        var first = Enumerable.Range(0, 10).Select(_ => _github.Host.OverviewAsync(Repository, Cancelled)).ToArray();
        using var impatient = new CancellationTokenSource();
        var leaving = _github.Host.OverviewAsync(Repository, impatient.Token);
        await _wire.ArrivalAsync();
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leaving);
        held.SetResult();
        await Task.WhenAll(first);
        _wire.Requests.Count.ShouldBe(1, "all wait for the same, and one who leaves ends nothing");

        _clock.Advance(TimeSpan.FromSeconds(29));
        await _github.Host.OverviewAsync(Repository, Cancelled);
        _wire.Requests.Count.ShouldBe(1);
        _github.Host.Forget(Repository);
        await _github.Host.OverviewAsync(Repository, Cancelled);
        _wire.Requests.Count.ShouldBe(2);
        _clock.Advance(TimeSpan.FromSeconds(31));
        await _github.Host.OverviewAsync(Repository, Cancelled);
        _wire.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        _wire.Answer = (context, _, number) => WireGitHub.Json(context, number == 0 ? """{"data":null,"errors":[{"message":"Something went wrong"}]}""" : Overview());
        (await Should.ThrowAsync<OutsideException>(() => _github.Host.OverviewAsync(Repository, Cancelled))).Message.ShouldContain("Something went wrong");
        (await _github.Host.OverviewAsync(Repository, Cancelled)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"data":{"repository":null},"errors":[{"type":"NOT_FOUND","message":"Could not resolve to a Repository"}]}""", null)]
    [InlineData("""{"data":{"repository":null},"errors":[{"type":"FORBIDDEN","message":"Resource protected by organization SAML enforcement"}]}""", "SAML")]
    [InlineData("""{"data":{"repository":{"defaultBranchRef":null,"refs":null,"pullRequests":null}},"errors":[{"type":"FORBIDDEN","message":"not the checks"}]}""", "")]
    public async Task Errors_of_GraphQl_are_told_apart(string answer, string? trouble)
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, answer);
        if (trouble is { Length: > 0 })
        {
            (await Should.ThrowAsync<OutsideException>(() => _github.Host.OverviewAsync(Repository, Cancelled))).Message.ShouldContain(trouble);
        }
        else
        {
            ((await _github.Host.OverviewAsync(Repository, Cancelled)) is null).ShouldBe(trouble is null, "what is there is shown");
        }
    }

    [Theory]
    [InlineData("both", ReferenceKind.Tag, 1)]
    [InlineData("feature/x", ReferenceKind.Branch, 2)]
    [InlineData("0000000", ReferenceKind.Commit, 1)]
    public async Task A_tag_wins_over_a_branch_and_a_branch_over_a_short_name(string name, ReferenceKind kind, int commit)
    {
        Resolves(("tags/both", 1), ("heads/both", 2), ("heads/feature/x", 2), ("0000000", 1));
        var found = await _github.Host.ResolveAsync(Repository, GitReferenceName.Parse(name), Cancelled);
        found!.Kind.ShouldBe(kind);
        found.Sha.ShouldBe(Sha(commit));
        found.CommittedAt.ShouldBe(At(commit));
        found.Reference.Value.ShouldBe(kind is ReferenceKind.Commit ? Sha(commit).Value : name);
    }

    [Fact]
    public async Task A_commit_in_full_is_one_request_and_an_unknown_name_is_none()
    {
        Resolves((Sha(0).Value, 0));
        var found = await _github.Host.ResolveAsync(Repository, GitReferenceName.Parse(Sha(0).Value), Cancelled);
        found!.Kind.ShouldBe(ReferenceKind.Commit);
        _wire.Requests.Count.ShouldBe(1);

        (await _github.Host.ResolveAsync(Repository, GitReferenceName.Parse("nothing"), Cancelled)).ShouldBeNull();
        (await _github.Host.ResolveAsync(Repository, GitReferenceName.Parse(Sha(7).Value), Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task The_tags_on_a_commit_that_is_not_older_than_those_of_the_overview_cost_nothing_more()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, Overview());
        (await _github.Host.TagsOnAsync(Repository, Sha(1), At(1), Cancelled)).ShouldBe(["v2"]);
        (await _github.Host.TagsOnAsync(Repository, Sha(5), At(5), Cancelled)).ShouldBeEmpty();
        _wire.Requests.ShouldHaveSingleItem().Target.ShouldBe("/graphql");
    }

    [Fact]
    public async Task Suggestions_are_tags_first_the_newest_first()
    {
        _wire.Answer = (context, seen, _) => WireGitHub.Json(context, seen.Target.Contains("tags%2Fv1", StringComparison.Ordinal)
            ? $"[{string.Join(',', new[] { "v1", "v10", "v100", "v11", "v1 odd" }.Select(name => Reference($"refs/tags/{name}")))}]"
            : $"[{Reference("refs/heads/v1-fixes")}]");

        (await _github.Host.SuggestAsync(Repository, "v1", Cancelled)).Select(name => name.Value).ShouldBe(["v1", "v100", "v11", "v10", "v1-fixes"]);
        (await _github.Host.SuggestAsync(Repository, "../x", Cancelled)).ShouldBeEmpty();
        _wire.Requests.Count.ShouldBe(2);

        static string Reference(string name) => $$"""{"ref":"{{name}}","object":{"type":"commit","sha":"x"} }""";
    }

    [Theory]
    [InlineData("pending", 0, "", CheckState.None)]
    [InlineData("success", 2, "", CheckState.Passed)]
    [InlineData("pending", 0, "completed/success completed/skipped", CheckState.Passed)]
    [InlineData("success", 1, "in_progress/", CheckState.Pending)]
    [InlineData("pending", 0, "completed/timed_out in_progress/", CheckState.Failed)]
    [InlineData("failure", 1, "completed/success", CheckState.Failed)]
    public async Task Statuses_and_check_runs_count_together(string state, int count, string runs, CheckState expected)
    {
        var list = runs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(run => run.Split('/'))
            .Select(run => $$"""{"status":"{{run[0]}}","started_at":null,"conclusion":{{(run[1].Length > 0 ? $"\"{run[1]}\"" : "null")}}}""").ToArray();
        _wire.Answer = (context, seen, _) => WireGitHub.Json(context, seen.Target.EndsWith("/status", StringComparison.Ordinal)
            ? $$"""{"state":"{{state}}","total_count":{{count}},"statuses":[]}"""
            : $$"""{"total_count":{{list.Length}},"check_runs":[{{string.Join(',', list)}}]}""");
        (await _github.Host.ChecksAsync(Repository, Sha(1), Cancelled)).ShouldBe(expected);
    }

    internal static CommitSha Sha(int number) => CommitSha.Parse(number.ToString("x", CultureInfo.InvariantCulture).PadLeft(40, '0'));

    internal static DateTimeOffset At(int number) => s_start.AddHours(number);

    internal static string Commit(int number, string? message = null, params int[] parents) => $$"""
        {"sha":"{{Sha(number)}}","commit":{"message":{{JsonSerializer.Serialize(message ?? $"Change {number}")}},"author":{"name":"Ada","date":"2001-01-01T00:00:00Z"},"committer":{"name":"Ada","date":"{{At(number):yyyy-MM-dd'T'HH:mm:ss'Z'}}"} },
         "author":{{(number % 2 == 0 ? "null" : """{"login":"ada"}""")}},"parents":[{{string.Join(',', parents.Select(parent => $$"""{"sha":"{{Sha(parent)}}"}"""))}}]}
        """;

    private void Resolves(params (string Name, int Commit)[] known) => _wire.Answer = (context, seen, _) =>
    {
        if (seen.Target == "/graphql")
        {
            return WireGitHub.Json(context, Overview());
        }

        const string prefix = "/repos/example/publisher/commits/";
        seen.Target.ShouldStartWith(prefix);
        var name = Uri.UnescapeDataString(seen.Target[prefix.Length..].Split('?')[0]);
        return known.FirstOrDefault(entry => entry.Name == name) is { Name: not null } found
            ? WireGitHub.Json(context, Commit(found.Commit))
            : WireGitHub.Json(context, """{"message":"No commit found for SHA"}""", 422);
    };

    private static string Overview() => $$$"""
        {"data":{"repository":{
          "defaultBranchRef":{"name":"main","target":{"history":{"nodes":[
            {"oid":"{{{Sha(1)}}}","message":"Add a page\n\nWith words.","committedDate":"{{{At(1):O}}}","author":{"name":"Ada","user":{"login":"ada"}},"associatedPullRequests":{"nodes":[{"number":12,"title":"A page"}]},"statusCheckRollup":{"state":"SUCCESS"}},
            {"oid":"{{{Sha(0)}}}","message":"By hand","committedDate":"{{{At(0):O}}}","author":{"name":"Bob","user":null},"associatedPullRequests":{"nodes":[]},"statusCheckRollup":null}]} } },
          "refs":{"nodes":[
            {"name":"v2","target":{"oid":"{{{Sha(9)}}}","target":{"oid":"{{{Sha(1)}}}","committedDate":"{{{At(1):O}}}"} } },
            {"name":"v1","target":{"oid":"{{{Sha(0)}}}","committedDate":"{{{At(0):O}}}"}}]},
          "pullRequests":{"totalCount":3} } } }
        """;
}
