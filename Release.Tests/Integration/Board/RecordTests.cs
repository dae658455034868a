using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Deployments;
using Release.Core.Intake;
using Release.Data.Queries;
using Release.Tests.Integration.Pipeline;
using Release.Tests.Unit.Board;

namespace Release.Tests.Integration.Board;

/// <summary>What the cluster watch stores, over a real database, with restarts in between.</summary>
public sealed class RecordTests : IAsyncLifetime
{
    private static readonly Cell Publisher = PipelineHarness.CellOf(PipelineHarness.Staging);

    private PipelineHarness _harness = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _harness = await PipelineHarness.StartAsync();

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task Drift_is_kept_through_a_restart_with_its_time_and_told_once()
    {
        var since = _harness.Clock.GetUtcNow();
        (await DriftAsync(new DriftFinding(DriftKind.NotRunning, "wanted v1, running v0"))).ShouldBeTrue();
        await _harness.RestartAsync();
        _harness.Clock.Advance(TimeSpan.FromMinutes(12));
        (await DriftAsync(new DriftFinding(DriftKind.NotRunning, "wanted v1, running v0"))).ShouldBeFalse();

        (await BoardCellAsync()).Drift.ShouldBe(new Drift(DriftKind.NotRunning, since, "wanted v1, running v0"));
        (await EventsAsync()).ShouldContain("publisher in staging has drifted: wanted v1, running v0", 1);
    }

    [Fact]
    public async Task The_cluster_s_own_time_counts_and_the_end_is_told()
    {
        var at = _harness.Clock.GetUtcNow().AddHours(-2);
        await DriftAsync(new DriftFinding(DriftKind.ManualChange, "image changed by kubectl-set at 10:00 outside Release", at));
        (await BoardCellAsync()).Drift!.Since.ShouldBe(at);

        (await DriftAsync(null)).ShouldBeTrue();
        (await DriftAsync(null)).ShouldBeFalse();
        (await BoardCellAsync()).Drift.ShouldBeNull();
        (await EventsAsync()).ShouldContain("publisher in staging matches git again", 1);
    }

    [Fact]
    public async Task A_deployment_that_began_meanwhile_keeps_drift_from_being_stored()
    {
        await _harness.RequestAsync("v2", environment: PipelineHarness.Staging);

        (await DriftAsync(new DriftFinding(DriftKind.NotSynced, "wanted v2, running v1"))).ShouldBeFalse();
        (await BoardCellAsync()).Drift.ShouldBeNull();
    }

    [Fact]
    public async Task What_runs_when_release_first_looks_was_not_deployed_then()
    {
        (await SeeAsync("v1")).ShouldBeFalse();

        (await _harness.PresentAsync(PipelineHarness.Staging)).ObservedVersion!.Value.ShouldBe("v1");
        (await _harness.NewestAsync(PipelineHarness.Staging)).ShouldBeNull();
    }

    [Fact]
    public async Task A_version_that_nobody_announced_is_recorded_once_whatever_restarts()
    {
        await SeeAsync("v1");
        var since = _harness.Clock.GetUtcNow();
        (await SeeAsync("v2")).ShouldBeTrue();
        await _harness.RestartAsync();
        (await SeeAsync("v2")).ShouldBeFalse();

        var recorded = (await _harness.NewestAsync(PipelineHarness.Staging)).ShouldNotBeNull();
        recorded.Status.ShouldBe(DeploymentStatus.Recorded);
        recorded.Trigger.ShouldBe(Trigger.External);
        recorded.Version.Value.ShouldBe("v2");
        recorded.CreatedAt.ShouldBe(since);
        recorded.Reason.ShouldBe("Seen running in staging; nobody announced it");
        (await _harness.PresentAsync(PipelineHarness.Staging)).DeployedVersion!.Value.ShouldBe("v2");
        (await EventsAsync()).ShouldContain("v2 was seen running in staging; nobody announced it", 1);
    }

    [Fact]
    public async Task A_notification_that_comes_later_is_joined_to_what_was_seen()
    {
        await SeeAsync("v1");
        await SeeAsync("v2");
        var seen = await _harness.NewestAsync(PipelineHarness.Staging);
        _harness.Clock.Advance(TimeSpan.FromMinutes(5));
        (await NotifyAsync("v2")).ShouldBe(NotificationResult.Recorded);

        // The sender's own retry is still a repeat.
        _harness.Clock.Advance(TimeSpan.FromSeconds(30));
        (await NotifyAsync("v2")).ShouldBe(NotificationResult.Duplicate);
        var newest = (await _harness.NewestAsync(PipelineHarness.Staging)).ShouldNotBeNull();
        newest.Id.ShouldBe(seen!.Id);
        newest.RequestedBy.ShouldBe("argo");
        newest.Reason.ShouldBe("Seen running in staging; nobody announced it. Announced later");

        // Later the same version again is a new deployment, as ever.
        _harness.Clock.Advance(TimeSpan.FromMinutes(5));
        await NotifyAsync("v2");
        (await _harness.NewestAsync(PipelineHarness.Staging))!.Id.ShouldNotBe(seen.Id);
    }

    [Fact]
    public async Task A_version_that_was_announced_is_only_noted()
    {
        await SeeAsync("v1");
        await NotifyAsync("v2");
        var announced = await _harness.NewestAsync(PipelineHarness.Staging);

        (await SeeAsync("v2")).ShouldBeFalse();
        (await _harness.NewestAsync(PipelineHarness.Staging))!.Id.ShouldBe(announced!.Id);
        (await BoardCellAsync()).ObservedVersion!.Value.ShouldBe("v2");
    }

    [Fact]
    public async Task A_version_whose_time_is_over_is_not_recorded_after_the_newer_one()
    {
        await SeeAsync("v1");
        var since = _harness.Clock.GetUtcNow();
        _harness.Clock.Advance(TimeSpan.FromSeconds(10));
        await NotifyAsync("v3");

        (await SeeAsync("v2", since)).ShouldBeFalse();
        (await _harness.PresentAsync(PipelineHarness.Staging)).DeployedVersion!.Value.ShouldBe("v3");
    }

    private Task<bool> DriftAsync(DriftFinding? finding) =>
        _harness.Service<DriftRecorder>().RecordAsync(new DebouncedChange.Drift(Publisher, finding, _harness.Clock.GetUtcNow()), Token);

    private Task<bool> SeeAsync(string version, DateTimeOffset? since = null) =>
        _harness.Service<ObservedDeployments>().TakeAsync(new DebouncedChange.Version(Publisher, ImageTag.Parse(version), since ?? _harness.Clock.GetUtcNow()), Token);

    private Task<NotificationResult> NotifyAsync(string version) =>
        _harness.Service<NotificationIntake>().RecordAsync("alphagov/publisher", PipelineHarness.Staging, ImageTag.Parse(version), "argo", Token);

    private async Task<BoardCell> BoardCellAsync()
    {
        var row = await _harness.Service<BoardQueries>().LoadRowAsync(Publisher.Application, Token);
        return row.ShouldNotBeNull().Cells.Single(cell => cell.Environment == PipelineHarness.Staging);
    }

    private async Task<string> EventsAsync() =>
        string.Join('\n', (await _harness.Service<EventQueries>().LatestAsync(null, 200, null, Token)).Select(happened => happened.Summary));
}
