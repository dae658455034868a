using System.Globalization;
using Microsoft.AspNetCore.Http;
using Release.Core.Sources;

namespace Release.Tests.Integration.GitHub;

/// <summary>What lies between two commits, and by which pull requests it came.</summary>
public sealed class ComparisonTests : IAsyncLifetime
{
    private WireGitHub _wire = null!;
    private GitHubUnderTest _github = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _wire = await WireGitHub.StartAsync();
        _github = new GitHubUnderTest(_wire.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _github.DisposeAsync();
        await _wire.DisposeAsync();
    }

    [Fact]
    public async Task More_than_one_page_of_commits_is_read_and_kept()
    {
        Compares((0, 450), "ahead", Enumerable.Range(1, 450).Select(number => SourceHostTests.Commit(number, $"Change {number} (#{number})")));

        var comparison = await CompareAsync(0, 450);

        comparison!.Relation.ShouldBe(ChangeRelation.Ahead);
        comparison.CommitCount.ShouldBe(450);
        comparison.Commits.Select(commit => commit.Sha).ShouldBe(Enumerable.Range(1, 450).Select(SourceHostTests.Sha));
        comparison.Commits[0].ShouldBe(new SourceCommit(SourceHostTests.Sha(1), "Change 1 (#1)", "ada", "Ada", SourceHostTests.At(1), new PullRequestReference(1, "Change 1")));
        _wire.Requests.Count.ShouldBe(5);
        await CompareAsync(0, 450);
        _wire.Requests.Count.ShouldBe(5, "two commits never come to differ in another way");
    }

    [Fact]
    public async Task Of_very_many_commits_a_thousand_are_listed_and_all_are_counted()
    {
        Compares((0, 1200), "ahead", Enumerable.Range(1, 1200).Select(number => SourceHostTests.Commit(number, $"Change (#{number})")));
        var comparison = await CompareAsync(0, 1200);
        comparison!.Commits.Count.ShouldBe(1000);
        comparison.CommitCount.ShouldBe(1200);
    }

    [Fact]
    public async Task Going_back_says_what_is_taken_away()
    {
        Compares((3, 1), "behind", [], files: "");
        Compares((1, 3), "ahead", [SourceHostTests.Commit(2, "Two (#2)"), SourceHostTests.Commit(3, "Three (#3)")], """{"filename":"db/migrate/1.rb","status":"added"}""");

        var comparison = await CompareAsync(3, 1);

        comparison!.Relation.ShouldBe(ChangeRelation.Behind);
        comparison.Commits.ShouldBeEmpty();
        comparison.Removed.Select(commit => commit.Title).ShouldBe(["Two (#2)", "Three (#3)"]);
        comparison.Files.ShouldBe([new ChangedFile("db/migrate/1.rb", "removed")]);
        comparison.FilesAreComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task Three_hundred_files_may_not_be_all()
    {
        Compares((0, 1), "ahead", [SourceHostTests.Commit(1, "One (#1)")], string.Join(',', Enumerable.Range(0, 300).Select(number => $$"""{"filename":"f{{number}}","status":"modified"}""")));
        (await CompareAsync(0, 1))!.FilesAreComplete.ShouldBeFalse();
    }

    [Fact]
    public async Task What_GitHub_does_not_know_cannot_be_compared()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, """{"message":"Not Found"}""", 404);
        (await CompareAsync(0, 1)).ShouldBeNull();
    }

    [Fact]
    public async Task Pull_requests_are_read_from_messages_then_from_the_history_and_only_then_asked_for()
    {
        Compares((0, 6), "ahead", [
            SourceHostTests.Commit(1, "Part one", 0),
            SourceHostTests.Commit(2, "Part two", 1),
            SourceHostTests.Commit(3, "Merge pull request #7 from ada/parts\n\nTwo parts", 0, 2),
            SourceHostTests.Commit(4, "Squashed (#8)", 3),
            SourceHostTests.Commit(5, "Rebased", 4),
            SourceHostTests.Commit(6, "Pushed by hand", 5)]);
        _graph = $$$"""{"data":{"repository":{"c{{{SourceHostTests.Sha(5)}}}":{"associatedPullRequests":{"nodes":[{"number":9,"title":"By rebase"}]} },"c{{{SourceHostTests.Sha(6)}}}":{"associatedPullRequests":{"nodes":[]} } } } }""";

        var comparison = await CompareAsync(0, 6);

        comparison!.Commits.Select(commit => commit.PullRequest).ShouldBe([
            new PullRequestReference(7, "Two parts"), new PullRequestReference(7, "Two parts"), new PullRequestReference(7, "Two parts"),
            new PullRequestReference(8, "Squashed"), new PullRequestReference(9, "By rebase"), null]);
        var asked = _wire.Requests.Single(request => request.Target == "/graphql").Body;
        asked.ShouldContain(SourceHostTests.Sha(5).Value);
        asked.ShouldNotContain(SourceHostTests.Sha(4).Value);
    }

    [Fact]
    public async Task Without_GraphQl_the_commits_are_still_there()
    {
        Compares((0, 1), "ahead", [SourceHostTests.Commit(1, "By hand")]);
        _graph = """{"data":null,"errors":[{"message":"down"}]}""";
        (await CompareAsync(0, 1))!.Commits.ShouldHaveSingleItem().PullRequest.ShouldBeNull();

        _graph = $$$"""{"data":{"repository":{"c{{{SourceHostTests.Sha(1)}}}":{"associatedPullRequests":{"nodes":[{"number":9,"title":"There"}]} } } } }""";
        (await CompareAsync(0, 1))!.Commits.ShouldHaveSingleItem().PullRequest!.Number.ShouldBe(9, "what is not whole is not kept");
    }

    private readonly Dictionary<string, (string Status, string[] Commits, string Files)> _comparisons = [];
    private string _graph = """{"data":null,"errors":[{"message":"nobody should have asked"}]}""";

    private void Compares((int Base, int Head) between, string status, IEnumerable<string> commits, string files = "")
    {
        _comparisons[$"{SourceHostTests.Sha(between.Base)}...{SourceHostTests.Sha(between.Head)}"] = (status, [.. commits], files);
        _wire.Answer = AnswerAsync;
    }

    private Task AnswerAsync(HttpContext context, WireGitHub.Seen seen, int number)
    {
        if (seen.Target == "/graphql")
        {
            return WireGitHub.Json(context, _graph);
        }

        var comparison = _comparisons.Single(entry => context.Request.Path.Value!.EndsWith(entry.Key, StringComparison.Ordinal)).Value;
        var page = int.Parse(context.Request.Query["page"].ToString(), CultureInfo.InvariantCulture);
        var commits = comparison.Commits.Skip((page - 1) * 100).Take(100);
        return WireGitHub.Json(context, $$"""{"status":"{{comparison.Status}}","total_commits":{{comparison.Commits.Length}},"commits":[{{string.Join(',', commits)}}]{{(page == 1 ? $",\"files\":[{comparison.Files}]" : "")}}}""");
    }

    private Task<Comparison?> CompareAsync(int @base, int head) =>
        _github.Host.CompareAsync(GitHubCalls.Repository, SourceHostTests.Sha(@base), SourceHostTests.Sha(head), Cancelled);
}
