using Microsoft.AspNetCore.Http;
using Release.Core.Failures;

namespace Release.Tests.Integration.GitHub;

/// <summary>GitHub's rate limits: while one holds, nothing leaves; the page can say until when.</summary>
public sealed class QuotaTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private WireGitHub _wire = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _wire = await WireGitHub.StartAsync();

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    public async Task With_the_quota_used_up_nothing_leaves_until_it_is_full_again(int status)
    {
        _wire.Answer = (context, _, _) => RefuseAsync(context, status, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", ExchangeTests.Epoch(_clock.GetUtcNow().AddMinutes(20))));
        await using var github = new GitHubUnderTest(_wire.Address, _clock);
        var news = 0;
        github.Contact.Changed += () => news++;

        var refusal = await RefusalAsync(github);
        refusal.Kind.ShouldBe(FailureKind.Network);
        refusal.Message.ShouldBe("Release's quota at GitHub is used up until 12:20:01 UTC.");
        github.Contact.Current.QuotaUntil.ShouldBe(_clock.GetUtcNow().AddMinutes(20).AddSeconds(1));
        news.ShouldBe(1);

        (await RefusalAsync(github)).Message.ShouldContain("12:20:01");
        _wire.Requests.Count.ShouldBe(1);

        _wire.Answer = (context, _, _) => WireGitHub.Json(context, WireGitHub.Membership());
        _clock.Advance(TimeSpan.FromMinutes(20) + TimeSpan.FromSeconds(2));
        github.Contact.Current.IsWell.ShouldBeTrue("without anybody asking");
        news.ShouldBe(2);
        await AskAsync(github);
        _wire.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_last_request_that_was_allowed_is_answered_and_is_the_last()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(
            context, WireGitHub.Membership(), 200, Date(), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", ExchangeTests.Epoch(_clock.GetUtcNow().AddMinutes(5))));
        await using var github = new GitHubUnderTest(_wire.Address, _clock);

        await AskAsync(github);
        await RefusalAsync(github);

        _wire.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GitHubs_own_clock_counts()
    {
        // It is an hour ahead of ours, and its quota is full again in five minutes.
        var there = _clock.GetUtcNow().AddHours(1);
        _wire.Answer = (context, _, _) => WireGitHub.Json(
            context, "{}", 403, ("Date", there.ToString("R")), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", ExchangeTests.Epoch(there.AddMinutes(5))));
        await using var github = new GitHubUnderTest(_wire.Address, _clock);

        (await RefusalAsync(github)).Message.ShouldContain("12:05:01");
    }

    [Fact]
    public async Task The_secondary_limit_is_waited_for_longer_each_time()
    {
        _wire.Answer = (context, _, _) => RefuseAsync(context, 403);
        await using var github = new GitHubUnderTest(_wire.Address, _clock);

        (await RefusalAsync(github)).Message.ShouldBe("GitHub asks Release to slow down until 12:01:01 UTC.");
        await RefusalAsync(github, GraphQl);
        _wire.Requests.Count.ShouldBe(1, "it concerns everything");

        _clock.Advance(TimeSpan.FromSeconds(62));
        (await RefusalAsync(github)).Message.ShouldContain("12:03:03");

        _clock.Advance(TimeSpan.FromSeconds(122));
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, WireGitHub.Membership());
        await AskAsync(github);
        _wire.Answer = (context, _, _) => RefuseAsync(context, 429);
        var now = _clock.GetUtcNow();
        await RefusalAsync(github);
        github.Contact.Current.QuotaUntil.ShouldBe(now.AddSeconds(61), "an answer ends the doubling");
    }

    [Fact]
    public async Task What_waits_for_its_turn_does_not_leave_when_what_is_before_it_is_refused()
    {
        var refused = new TaskCompletionSource();
        _wire.Answer = async (context, _, _) =>
        {
            await refused.Task;
            await RefuseAsync(context, 403);
        };
        await using var github = new GitHubUnderTest(_wire.Address, _clock);

        var asking = Enumerable.Range(0, 20).Select(_ => RefusalAsync(github)).ToArray();
        for (var arrived = 0; arrived < 16; arrived++)
        {
            await _wire.ArrivalAsync();
        }

        refused.SetResult();
        await Task.WhenAll(asking);
        _wire.Requests.Count.ShouldBe(16);
        github.Contact.Current.QuotaUntil.ShouldBe(_clock.GetUtcNow().AddSeconds(61), "refused together is refused once");

        _clock.Advance(TimeSpan.FromSeconds(62));
        var now = _clock.GetUtcNow();
        await RefusalAsync(github);
        github.Contact.Current.QuotaUntil.ShouldBe(now.AddSeconds(121), "the second time");
    }

    [Fact]
    public async Task Of_refusals_at_once_the_longest_wait_counts_and_an_answer_among_them_ends_nothing()
    {
        var answers = new[] { new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource() };
        _wire.Answer = async (context, _, number) =>
        {
            await answers[number].Task;
            await (number == 1 ? WireGitHub.Json(context, WireGitHub.Membership()) : RefuseAsync(context, 403, ("Retry-After", number == 0 ? "300" : "17")));
        };
        await using var github = new GitHubUnderTest(_wire.Address, _clock);
        var asking = new List<Task>();
        for (var number = 0; number < 3; number++)
        {
            asking.Add(number == 1 ? AskAsync(github) : RefusalAsync(github));
            await _wire.ArrivalAsync();
        }

        for (var number = 0; number < 3; number++)
        {
            answers[number].SetResult();
            await asking[number];
        }

        github.Contact.Current.QuotaUntil.ShouldBe(_clock.GetUtcNow().AddSeconds(301));
        _clock.Advance(TimeSpan.FromSeconds(302));
        _wire.Answer = (context, _, _) => RefuseAsync(context, 403);
        var now = _clock.GetUtcNow();
        await RefusalAsync(github);
        github.Contact.Current.QuotaUntil.ShouldBe(now.AddSeconds(121));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(403)]
    public async Task It_waits_as_long_as_it_is_asked_to(int status)
    {
        _wire.Answer = (context, _, _) => RefuseAsync(context, status, ("Retry-After", "17"), ("x-ratelimit-remaining", "4000"));
        await using var github = new GitHubUnderTest(_wire.Address, _clock);
        (await RefusalAsync(github)).Message.ShouldContain("12:00:18");
    }

    [Fact]
    public async Task A_plain_refusal_is_no_limit()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, """{"message":"Must have admin rights"}""", 403, ("x-ratelimit-remaining", "4000"), ("x-ratelimit-reset", "1"));
        await using var github = new GitHubUnderTest(_wire.Address, _clock);
        (await RefusalAsync(github)).Kind.ShouldBe(FailureKind.Permission);
        github.Contact.Current.IsWell.ShouldBeTrue("it has answered");
        (await RefusalAsync(github)).Kind.ShouldBe(FailureKind.Permission);
        _wire.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task GraphQl_has_a_quota_of_its_own()
    {
        _wire.Answer = (context, seen, _) => seen.Target == "/graphql"
            ? WireGitHub.Json(context, """{"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}""", 200, Date(), ("x-ratelimit-resource", "graphql"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", ExchangeTests.Epoch(_clock.GetUtcNow().AddMinutes(3))))
            : WireGitHub.Json(context, WireGitHub.Membership());
        await using var github = new GitHubUnderTest(_wire.Address, _clock);

        (await RefusalAsync(github, GraphQl)).Message.ShouldContain("12:03:01");
        await AskAsync(github);
        await RefusalAsync(github, GraphQl);

        _wire.Requests.Select(request => request.Target).ShouldBe(["/graphql", "/orgs/example/memberships/octocat"]);
        github.Contact.Current.QuotaUntil.ShouldNotBeNull();
    }

    private static Task GraphQl(GitHubUnderTest github) => github.Host.OverviewAsync(GitHubCalls.Repository, Cancelled);

    private static Task AskAsync(GitHubUnderTest github) => github.Teams.IsActiveMemberAsync("example", null, "octocat", Cancelled);

    private static Task<OutsideException> RefusalAsync(GitHubUnderTest github, Func<GitHubUnderTest, Task>? ask = null) =>
        Should.ThrowAsync<OutsideException>(() => (ask ?? AskAsync)(github));

    private Task RefuseAsync(HttpContext context, int status, params (string Name, string Value)[] headers) =>
        WireGitHub.Json(context, """{"message":"You have exceeded a secondary rate limit."}""", status, [Date(), .. headers]);

    private (string Name, string Value) Date() => ("Date", _clock.GetUtcNow().ToString("R"));
}
