using Release.Core.Failures;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Tests.Integration.GitHub;

/// <summary>
/// Every request that Release sends fits GitHub's own description (<c>@octokit/openapi</c>, and the public GraphQL schema),
/// and every answer that stands there is read.
/// </summary>
public sealed class DescriptionTests(MockGitHub mock) : IClassFixture<MockGitHub>
{
    public static TheoryData<string> Routes => [.. GitHubCalls.Declared.Select(route => route.ToKey())];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_operation_is_tried() =>
        GitHubCalls.All.Keys.Select(route => route.ToKey()).Order().ShouldBe(GitHubCalls.Declared.Select(route => route.ToKey()).Order());

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Its_request_is_accepted_and_its_answer_read(string key)
    {
        var (route, call) = GitHubCalls.All.Single(entry => entry.Key.ToKey() == key);
        Witness? witness = null;
        await using var github = Connect(route, inner => witness = new Witness(inner));

        await call(github, Cancelled);

        witness!.Seen.ShouldAllBe(exchange => exchange.Violations.Length == 0 && exchange.IsDeclared);
        witness.Seen.ShouldContain(exchange => exchange.Route == key && exchange.Status >= 200 && exchange.Status < 300);
    }

    [Fact]
    public async Task Every_documented_answer_is_understood()
    {
        mock.Answers.Select(answer => answer.Route).Distinct().Order().ShouldBe(GitHubCalls.Declared.Select(route => route.ToKey()).Order());
        foreach (var answer in mock.Answers)
        {
            var (route, call) = GitHubCalls.All.Single(entry => entry.Key.ToKey() == answer.Route);
            Witness? witness = null;
            await using var github = Connect(route, inner => witness = new Witness(inner) { Wanted = answer });

            // In the ports' words: an answer, or trouble that says so.
            var trouble = await Record.ExceptionAsync(() => call(github, Cancelled));

            (trouble is null or OutsideException or Release.Integrations.ConfigRepository.PushRaceLostException).ShouldBeTrue($"{answer}: {trouble}");
            witness!.Seen.ShouldContain(exchange => exchange.Route == answer.Route && exchange.Status == answer.Status, $"{answer}: {string.Join(", ", witness.Seen)}");
            if (answer.Status < 300)
            {
                trouble.ShouldBeNull($"{answer}");
            }
        }
    }

    [Fact]
    public async Task The_one_GraphQL_question_fits_the_public_schema()
    {
        await using var github = Connect(GitHubRoutes.Compare, inner => inner);
        var overview = await github.Host.OverviewAsync(GitHubCalls.Repository, Cancelled);

        overview!.DefaultBranch.ShouldBe("a name");
        overview.Commits.Count.ShouldBe(40);
        overview.Commits[0].AuthorLogin.ShouldBe("a login");
        overview.Commits[0].PullRequest!.Number.ShouldBe(42);
        // Every second one is annotated: it leads to an object that leads to a commit.
        overview.Tags.Count.ShouldBe(20);
        overview.DependencyPullRequests.ShouldBe(42);
    }

    [Fact]
    public async Task So_do_the_questions_about_many_commits_and_many_files()
    {
        await using var github = Connect(GitHubRoutes.Compare, inner => inner);
        var comparison = await github.Host.CompareAsync(GitHubCalls.Repository, GitHubCalls.Base, GitHubCalls.Head, Cancelled);
        comparison!.Commits.ShouldAllBe(commit => commit.PullRequest!.Number == 42);

        var texts = await github.Calls.TextsAsync([GitHubCalls.Base.Value, GitHubCalls.Head.Value], Cancelled);
        texts.Keys.ShouldBe([GitHubCalls.Base.Value, GitHubCalls.Head.Value], ignoreOrder: true);
    }

    [Fact]
    public async Task A_request_that_breaks_the_description_is_noticed()
    {
        Witness? witness = null;
        await using var github = Connect(GitHubRoutes.Compare, inner => witness = new Witness(inner));

        (await Should.ThrowAsync<OutsideException>(() => github.Api.GetAsync(
            GitHubRoutes.Compare, "nothing", client => client.GetAsync<ComparePage>(["example", "publisher", "a...b"], ("page", "first")), Cancelled))).Message.ShouldContain("422");
        witness!.Seen.ShouldHaveSingleItem().Violations.ShouldContain("page");
    }

    private GitHubUnderTest Connect(GitHubRoute route, Func<HttpMessageHandler, HttpMessageHandler> wrap) => new(mock.Rest, configure: options =>
    {
        options.GraphQlAddress = mock.GraphQl;
        options.RequestTimeout = TimeSpan.FromMinutes(1);
        if (GitHubCalls.IsOfApp(route))
        {
            GitHubUnderTest.AsApp(options);
        }
    }, wrap: wrap);
}
