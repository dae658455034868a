using Microsoft.AspNetCore.Http;
using Release.Core.Failures;

namespace Release.Tests.Integration.GitHub;

/// <summary>What Octokit by itself would not bear: callers who leave, and successes that are no answers of GitHub's.</summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private WireGitHub _wire = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _wire = await WireGitHub.StartAsync();

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    [Fact]
    public async Task Whoever_leaves_ends_their_own_request_on_the_wire_and_no_other()
    {
        var (gone, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        _wire.Answer = async (context, seen, _) =>
        {
            if (seen.Target.EndsWith("/leaver", StringComparison.Ordinal))
            {
                using var ended = context.RequestAborted.Register(gone.SetResult);
                await gone.Task;
                return;
            }

            await go.Task;
            await WireGitHub.Json(context, WireGitHub.Membership());
        };
        await using var github = new GitHubUnderTest(_wire.Address);
        using var leaving = new CancellationTokenSource();

        var staying = ExchangeTests.IsMemberAsync(github);
        var leaver = github.Teams.IsActiveMemberAsync("example", null, "leaver", leaving.Token);
        var another = ExchangeTests.IsMemberAsync(github);
        for (var arrived = 0; arrived < 3; arrived++)
        {
            await _wire.ArrivalAsync();
        }

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leaver);
        await gone.Task.WaitAsync(Cancelled);
        go.SetResult();
        (await staying).ShouldBeTrue();
        (await another).ShouldBeTrue();
        github.Contact.Current.IsWell.ShouldBeTrue("somebody who leaves says nothing about GitHub");
    }

    [Fact]
    public async Task Whoever_has_left_does_not_ask_for_the_next_page()
    {
        using var leaving = new CancellationTokenSource();
        _wire.Answer = async (context, _, _) =>
        {
            await WireGitHub.Json(context, """[{"ref":"refs/tags/v1","object":{"type":"commit","sha":"a"}}]""", 200, ("Link", $"<{_wire.Address}/repositories/1/git/matching-refs/tags/v?page=2>; rel=\"next\""));
            await leaving.CancelAsync();
        };
        await using var github = new GitHubUnderTest(_wire.Address);

        await Should.ThrowAsync<OperationCanceledException>(() => github.Host.SuggestAsync(GitHubCalls.Repository, "v", leaving.Token));

        _wire.Requests.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("text/html", "<html>Sign in to the proxy</html>")]
    [InlineData("application/json", "<html>")]
    [InlineData("application/json", "")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", "\"active\"")]
    [InlineData("application/json", """{"state":"active"} and more""")]
    [InlineData("image/png", "PNG")]
    public async Task A_success_that_is_no_answer_of_GitHubs_is_unreadable_and_nothing_else(string type, string body)
    {
        _wire.Answer = async (context, _, _) =>
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body, context.RequestAborted);
        };
        await using var github = new GitHubUnderTest(_wire.Address);

        foreach (var team in new[] { null, "production-deploy" })
        {
            var refusal = await Should.ThrowAsync<OutsideException>(() => github.Teams.IsActiveMemberAsync("example", team, "octocat", Cancelled));
            refusal.Kind.ShouldBe(FailureKind.Network);
            refusal.Message.ShouldStartWith("GitHub's answer about octocat's membership of example");
        }

        _wire.Requests.Count.ShouldBe(2, "it has answered, so that nothing is repeated");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Brackets_in_brackets_do_not_end_the_process(int status)
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, new string('[', 1_000_000), status);
        await using var github = new GitHubUnderTest(_wire.Address);
        (await Record.ExceptionAsync(() => ExchangeTests.IsMemberAsync(github)) is null or OutsideException).ShouldBeTrue();
    }

    [Fact]
    public async Task Its_type_may_be_spelled_otherwise()
    {
        _wire.Answer = async (context, _, _) =>
        {
            context.Response.ContentType = "Application/vnd.github.v3+JSON; charset=UTF-8";
            await context.Response.WriteAsync(WireGitHub.Membership(), context.RequestAborted);
        };
        await using var github = new GitHubUnderTest(_wire.Address);
        (await ExchangeTests.IsMemberAsync(github)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_tag_that_is_none_is_not_sent_back()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, WireGitHub.Membership(), 200, ("ETag", "no quotes"));
        await using var github = new GitHubUnderTest(_wire.Address);

        (await ExchangeTests.IsMemberAsync(github)).ShouldBeTrue();
        (await ExchangeTests.IsMemberAsync(github)).ShouldBeTrue();

        _wire.Requests.Select(request => request.Header("If-None-Match")).ShouldBe([null, null]);
    }

    [Fact]
    public async Task A_question_that_was_not_asked_with_a_tag_is_not_answered_with_nothing_new()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, "", 304);
        await using var github = new GitHubUnderTest(_wire.Address);
        (await Should.ThrowAsync<OutsideException>(() => ExchangeTests.IsMemberAsync(github))).Message.ShouldContain("304");
    }
}
