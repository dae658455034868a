using System.Diagnostics;
using System.Globalization;
using Release.Core.Failures;
using Release.Integrations.GitHub.Client;

namespace Release.Tests.Integration.GitHub;

/// <summary>What the client does with whatever may come over the wire.</summary>
public sealed class ExchangeTests : IAsyncLifetime
{
    private WireGitHub _wire = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _wire = await WireGitHub.StartAsync();

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    [Fact]
    public async Task A_request_says_who_asks_and_by_which_description()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, WireGitHub.Membership());
        await using var github = new GitHubUnderTest(_wire.Address);

        (await IsMemberAsync(github)).ShouldBeTrue();

        var sent = _wire.Requests.ShouldHaveSingleItem();
        sent.Target.ShouldBe("/orgs/example/memberships/octocat");
        sent.Header("Authorization").ShouldBe($"Bearer {GitHubUnderTest.Token}");
        sent.Header("X-GitHub-Api-Version").ShouldBe("2022-11-28");
        sent.Header("Accept").ShouldStartWith("application/vnd.github+json");
        sent.Header("User-Agent").ShouldBe("release");
        sent.Header("traceparent").ShouldBeNull();
    }

    [Theory]
    [InlineData("https://api.github.com", "", "https://api.github.com/graphql")]
    [InlineData("https://ghe.test/api/v3/", "", "https://ghe.test/api/graphql")]
    [InlineData("https://ghe.test/api/v3", "https://ghe.test/elsewhere", "https://ghe.test/elsewhere")]
    public void GraphQl_is_beside_REST_unless_told_otherwise(string rest, string graphQl, string expected) =>
        GitHubAddresses.Of(new GitHubOptions { ApiAddress = rest, GraphQlAddress = graphQl }).GraphQl.ToString().ShouldBe(expected);

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        _wire.Answer = (context, seen, _) => seen.Header("If-None-Match") == "\"one\""
            ? WireGitHub.Json(context, "", 304, ("ETag", "\"one\""))
            : WireGitHub.Json(context, WireGitHub.Membership(), 200, ("ETag", "\"one\""));
        await using var github = new GitHubUnderTest(_wire.Address);

        (await IsMemberAsync(github)).ShouldBeTrue();
        (await IsMemberAsync(github)).ShouldBeTrue();

        _wire.Requests.Select(request => request.Header("If-None-Match")).ShouldBe([null, "\"one\""]);
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, WireGitHub.Membership("pending"), 200, ("ETag", "\"two\""));
        (await IsMemberAsync(github)).ShouldBeFalse("what has changed is read anew");
    }

    [Fact]
    public async Task Half_an_answer_is_asked_for_again_and_never_kept()
    {
        _wire.Answer = (context, _, number) => number switch
        {
            0 => WireGitHub.HalfAsync(context, WireGitHub.Membership()),
            1 => WireGitHub.Json(context, """{"state":"act""", 200, ("ETag", "\"half\"")),
            _ => WireGitHub.Json(context, WireGitHub.Membership()),
        };
        await using var github = new GitHubUnderTest(_wire.Address);

        // Cut: again. Ended neatly in the middle: that is no JSON, and nothing to keep.
        (await RefusalAsync(github)).ShouldBe(FailureKind.Network);
        (await IsMemberAsync(github)).ShouldBeTrue();

        _wire.Requests.Count.ShouldBe(3);
        _wire.Requests[2].Header("If-None-Match").ShouldBeNull();
    }

    [Fact]
    public async Task A_question_is_repeated_twice_in_passing_trouble()
    {
        _wire.Answer = (context, _, number) => number < 2 ? WireGitHub.Json(context, "<html>", number == 0 ? 502 : 503) : WireGitHub.Json(context, WireGitHub.Membership());
        await using var github = new GitHubUnderTest(_wire.Address);
        (await IsMemberAsync(github)).ShouldBeTrue();
        github.Contact.Current.IsWell.ShouldBeTrue("it has answered in the end");

        _wire.Answer = (context, _, _) => WireGitHub.Json(context, "<html>", 503);
        (await RefusalAsync(github)).ShouldBe(FailureKind.Network);
        _wire.Requests.Count.ShouldBe(6);
        github.Contact.Current.AwaySince.ShouldNotBeNull();
        github.Contact.Current.Why.ShouldContain("503");

        (await RefusalAsync(github)).ShouldBe(FailureKind.Network);
        _wire.Requests.Count.ShouldBe(7, "while it is away one look is enough");
    }

    [Theory]
    [InlineData(502, FailureKind.Network)]
    [InlineData(504, FailureKind.Timeout)]
    [InlineData(0, FailureKind.Network)]
    public async Task A_change_is_never_repeated(int status, FailureKind kind)
    {
        _wire.Answer = (context, _, _) =>
        {
            if (status > 0)
            {
                return WireGitHub.Json(context, "{}", status);
            }

            context.Abort();
            return Task.CompletedTask;
        };
        await using var github = new GitHubUnderTest(_wire.Address);

        var refusal = await Should.ThrowAsync<OutsideException>(() => GitHubCalls.All[GitHubRoutes.Dispatch](github, Cancelled));

        refusal.Kind.ShouldBe(kind);
        _wire.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Silence_ends_after_the_time_limit_and_is_not_tried_again()
    {
        _wire.Answer = (context, _, _) => new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
        var clock = new FakeTimeProvider();
        await using var github = new GitHubUnderTest(_wire.Address, clock);

        var asking = RefusalAsync(github);
        await _wire.ArrivalAsync();
        clock.Advance(TimeSpan.FromSeconds(10));

        (await asking).ShouldBe(FailureKind.Timeout);
        _wire.Requests.Count.ShouldBe(1);
        github.Contact.Current.AwaySince.ShouldBe(clock.GetUtcNow());
    }

    [Fact]
    public async Task Nothing_listens_there()
    {
        string nowhere;
        await using (var gone = await WireGitHub.StartAsync())
        {
            nowhere = gone.Address;
        }

        await using var github = new GitHubUnderTest(nowhere);
        (await Should.ThrowAsync<OutsideException>(() => IsMemberAsync(github))).Message.ShouldContain("nothing listens there");
        github.Contact.Current.LastAnswer.ShouldBeNull();
    }

    [Fact]
    public async Task An_answer_that_would_fill_the_memory_is_refused()
    {
        _wire.Answer = async (context, _, _) =>
        {
            var part = new byte[1024 * 1024];
            for (var count = 0; count < 40; count++)
            {
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
            }
        };
        await using var github = new GitHubUnderTest(_wire.Address);
        (await Should.ThrowAsync<OutsideException>(() => IsMemberAsync(github))).Message.ShouldContain("larger than 32 MB");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_renamed_repository_is_followed(int status)
    {
        _wire.Answer = (context, seen, _) => seen.Target.StartsWith("/repositories/1/", StringComparison.Ordinal)
            ? WireGitHub.Json(context, """{"workflow_run_id":5,"run_url":"https://x/5","html_url":"https://x/5"}""")
            : WireGitHub.Json(context, """{"message":"Moved Permanently"}""", status, ("Location", $"{_wire.Address}/repositories/1/dispatches"));
        await using var github = new GitHubUnderTest(_wire.Address);

        await GitHubCalls.All[GitHubRoutes.Dispatch](github, Cancelled);

        _wire.Requests.Count.ShouldBe(2);
        _wire.Requests[1].Body.ShouldBe(_wire.Requests[0].Body, "nothing was done yet, so the same is asked of the new address");
    }

    [Fact]
    public async Task The_token_goes_nowhere_else()
    {
        await using var other = await WireGitHub.StartAsync();
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, "{}", 301, ("Location", $"{other.Address}/orgs/example/memberships/octocat"));
        await using var github = new GitHubUnderTest(_wire.Address);
        (await RefusalAsync(github)).ShouldBe(FailureKind.Permission);

        _wire.Answer = (context, _, _) => WireGitHub.Json(context, """[{"ref":"refs/tags/v1","object":{"type":"commit","sha":"a"}}]""", 200, ("Link", $"<{other.Address}/page2>; rel=\"next\""));
        (await Should.ThrowAsync<OutsideException>(() => github.Host.SuggestAsync(GitHubCalls.Repository, "v", Cancelled))).Kind.ShouldBe(FailureKind.Permission);
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        _wire.Answer = (context, seen, _) => WireGitHub.Json(context, "{}", 302, ("Location", $"{seen.Target}x"));
        await using var github = new GitHubUnderTest(_wire.Address);
        (await RefusalAsync(github)).ShouldBe(FailureKind.Permission);
        _wire.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(401, "Bad credentials", FailureKind.Permission, "Release:GitHub:Token")]
    [InlineData(403, "Resource not accessible by personal access token", FailureKind.Permission, "Actions: read and write")]
    [InlineData(404, "Not Found", FailureKind.NotFound, "Actions: read and write")]
    [InlineData(422, "Unexpected inputs provided", FailureKind.Application, "Unexpected inputs provided")]
    [InlineData(418, "I'm a teapot", FailureKind.Application, "418")]
    public async Task A_refusal_has_its_kind_GitHubs_words_and_a_remedy(int status, string message, FailureKind kind, string remedy)
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, $$"""{"message":"{{message}}","errors":[{"resource":"x","code":"invalid","message":"gitRef is odd"},"and so on"]}""", status);
        await using var github = new GitHubUnderTest(_wire.Address);

        var refusal = await Should.ThrowAsync<OutsideException>(() => GitHubCalls.All[GitHubRoutes.Dispatch](github, Cancelled));

        refusal.Kind.ShouldBe(kind);
        refusal.Message.ShouldContain(message);
        refusal.Message.ShouldContain("gitRef is odd and so on");
        refusal.Message.ShouldContain(remedy);
    }

    [Fact]
    public async Task Another_token_counts_from_the_next_request()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, WireGitHub.Membership());
        await using var github = new GitHubUnderTest(_wire.Address);
        await IsMemberAsync(github);
        github.Options.CurrentValue = new GitHubOptions { ApiAddress = _wire.Address, Token = "" };
        await IsMemberAsync(github);

        _wire.Requests.Select(request => request.Header("Authorization")).ShouldBe([$"Bearer {GitHubUnderTest.Token}", null]);
    }

    [Fact]
    public async Task Nothing_of_a_token_stands_in_a_log_a_message_or_a_trace()
    {
        var traces = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (traces)
                {
                    traces.Add($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(happened => happened.Tags))}");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var github = new GitHubUnderTest(_wire.Address);
        var texts = new List<string>();
        foreach (var status in new[] { 200, 301, 401, 403, 404, 422, 429, 500, 502 })
        {
            _wire.Answer = (context, _, _) => WireGitHub.Json(context, "{", status);
            texts.Add((await Record.ExceptionAsync(() => IsMemberAsync(github)))?.ToString() ?? "");
        }

        texts.Add(github.Contact.Current.ToString());
        lock (traces)
        {
            texts.AddRange(traces);
        }

        texts.ShouldAllBe(text => !text.Contains(GitHubUnderTest.Token, StringComparison.Ordinal));
        github.Log.Count(GitHubUnderTest.Token).ShouldBe(0);
    }

    internal static string Epoch(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    internal static Task<bool> IsMemberAsync(GitHubUnderTest github) => github.Teams.IsActiveMemberAsync("example", null, "octocat", Cancelled);

    private static async Task<FailureKind> RefusalAsync(GitHubUnderTest github) =>
        (await Should.ThrowAsync<OutsideException>(() => IsMemberAsync(github))).Kind;
}
