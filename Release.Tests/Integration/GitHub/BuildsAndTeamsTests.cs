using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Tests.Integration.GitHub;

public sealed class BuildsAndTeamsTests : IAsyncLifetime
{
    private static readonly BuildRequest s_request = new(GitHubCalls.Repository, "main", EnvironmentName.Parse("staging"), GitReferenceName.Parse("v1367"));

    private readonly FakeTimeProvider _clock = new();
    private WireGitHub _wire = null!;
    private GitHubUnderTest _github = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

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
    public async Task A_build_is_asked_for_in_GitHubs_own_form()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, """{"workflow_run_id":5,"run_url":"https://api.test/5","html_url":"https://web.test/5"}""");

        (await _github.Builds.DispatchAsync(s_request, Cancelled)).ShouldBe(new BuildRun(5, "https://web.test/5", BuildState.Queued, _clock.GetUtcNow()));

        var sent = _wire.Requests.ShouldHaveSingleItem();
        sent.Target.ShouldBe("/repos/example/publisher/actions/workflows/deploy.yml/dispatches");
        JsonElement.DeepEquals(
            JsonDocument.Parse(sent.Body).RootElement,
            JsonDocument.Parse("""{"ref":"main","inputs":{"environment":"staging","gitRef":"v1367"},"return_run_details":true}""").RootElement).ShouldBeTrue(sent.Body);
    }

    [Fact]
    public async Task An_older_server_does_not_say_which_run_it_is()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, "", 204);
        (await _github.Builds.DispatchAsync(s_request, Cancelled)).ShouldBe(new BuildRun(null, null, BuildState.Queued, _clock.GetUtcNow()));
    }

    [Theory]
    [InlineData(404, FailureKind.NotFound)]
    [InlineData(422, FailureKind.Application)]
    public async Task Without_such_a_workflow_or_with_other_inputs_it_says_so(int status, FailureKind kind)
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, """{"message":"Unexpected inputs provided: [\"gitRef\"]"}""", status);
        var refusal = await Should.ThrowAsync<OutsideException>(() => _github.Builds.DispatchAsync(s_request, Cancelled));
        refusal.Kind.ShouldBe(kind);
        refusal.Message.ShouldContain("deploy.yml");
        refusal.Message.ShouldContain("Unexpected inputs");
    }

    [Fact]
    public async Task A_run_is_read()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, Run(5, 0, "completed", "action_required"));
        (await _github.Builds.FindAsync(GitHubCalls.Repository, 5, Cancelled)).ShouldBe(new BuildRun(5, "https://web.test/5", BuildState.Queued, At(1)));
    }

    [Fact]
    public async Task A_run_that_is_gone_is_none()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, "{}", 404);
        (await _github.Builds.FindAsync(GitHubCalls.Repository, 5, Cancelled)).ShouldBeNull();
        (await _github.Builds.FindDispatchedAsync(s_request, At(0), FrozenSet<long>.Empty, Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task The_oldest_run_since_the_request_is_taken_for_its_own_on_whichever_page()
    {
        // Newest first, two a page; number 3 was dispatched one second before, which clocks may differ by.
        string[] runs = [Run(9, 90), Run(8, 80), Run(7, 30, branch: "other"), Run(3, 19), Run(2, 10), Run(1, 0)];
        _wire.Answer = (context, _, _) =>
        {
            var page = int.Parse(context.Request.Query["page"].FirstOrDefault() ?? "1", CultureInfo.InvariantCulture);
            var next = $"<{_wire.Address}{context.Request.Path}?page={page + 1}>; rel=\"next\", <{_wire.Address}/x?page=3>; rel=\"last\"";
            return WireGitHub.Json(context, $$"""{"total_count":6,"workflow_runs":[{{string.Join(',', runs.Skip((page - 1) * 2).Take(2))}}]}""", 200, page < 3 ? [("Link", next)] : []);
        };

        (await _github.Builds.FindDispatchedAsync(s_request, At(20).AddMilliseconds(400), FrozenSet<long>.Empty, Cancelled))!.Id.ShouldBe(3);
        _wire.Requests.Count.ShouldBe(3, "the third page begins before");
        (await _github.Builds.FindDispatchedAsync(s_request, At(81), FrozenSet<long>.Empty, Cancelled))!.Id.ShouldBe(8);
        _wire.Requests.Count.ShouldBe(5);
        (await _github.Builds.FindDispatchedAsync(s_request, At(100), FrozenSet<long>.Empty, Cancelled)).ShouldBeNull();
        (await _github.Builds.FindDispatchedAsync(s_request, At(20), new HashSet<long> { 3 }, Cancelled))!.Id.ShouldBe(8, "number 3 is another's");
    }

    [Theory]
    [InlineData(200, "active", true)]
    [InlineData(200, "pending", false)]
    [InlineData(404, "", false)]
    public async Task Only_an_active_membership_counts(int status, string state, bool expected)
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, WireGitHub.Membership(state), status);
        (await _github.Teams.IsActiveMemberAsync("example", "production-deploy", "octocat", Cancelled)).ShouldBe(expected);
        _wire.Requests.ShouldHaveSingleItem().Target.ShouldBe("/orgs/example/teams/production-deploy/memberships/octocat");
    }

    [Fact]
    public async Task A_name_cannot_lead_elsewhere()
    {
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, WireGitHub.Membership(), 200);
        await _github.Teams.IsActiveMemberAsync("example", "../../user", "a?b#c", Cancelled);
        _wire.Requests.ShouldHaveSingleItem().Target.ShouldBe("/orgs/example/teams/..%2F..%2Fuser/memberships/a%3Fb%23c");
        await Should.ThrowAsync<ArgumentException>(() => _github.Teams.IsActiveMemberAsync("example", "..", "octocat", Cancelled));
    }

    private static DateTimeOffset At(int second) => new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero).AddSeconds(second);

    private static string Run(int id, int second, string status = "queued", string? conclusion = null, string branch = "main") => $$"""
        {"id":{{id}},"html_url":"https://web.test/{{id}}","status":"{{status}}","conclusion":{{(conclusion is null ? "null" : $"\"{conclusion}\"")}},"event":"workflow_dispatch","head_branch":"{{branch}}",
         "created_at":"{{At(second):yyyy-MM-dd'T'HH:mm:ss'Z'}}","updated_at":"{{At(second + 1):yyyy-MM-dd'T'HH:mm:ss'Z'}}"}
        """;
}
