using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Tests.Support.Board;

namespace Release.Tests.Unit.Board;

public sealed class DriftDebouncerTests
{
    private static readonly EnvironmentName Staging = EnvironmentName.Parse("staging");
    private static readonly Cell Router = new(ApplicationName.Parse("router"), Staging);

    private readonly DriftDebouncer _lasting = new(
        new EnvironmentOrder([new DeploymentEnvironment(Staging)]), new ObserveSettings(TimeSpan.FromSeconds(30)), TimeZoneInfo.Utc);

    private readonly DriftDebouncer _observing = new(
        new EnvironmentOrder([new DeploymentEnvironment(Staging, Mode: EnvironmentMode.Observe)]), new ObserveSettings(TimeSpan.FromSeconds(30)), TimeZoneInfo.Utc);

    private DateTimeOffset _now = Boards.Now;

    [Fact]
    public void Drift_is_told_when_it_has_lasted_and_only_then()
    {
        Look(_lasting, Behind());
        _lasting.TakeDue(_now).ShouldBeEmpty();
        _lasting.NextDue.ShouldBe(_now.AddSeconds(5));

        Pass(5);
        var drift = _lasting.TakeDue(_now).ShouldHaveSingleItem().ShouldBeOfType<DebouncedChange.Drift>();
        drift.Cell.ShouldBe(Router);
        drift.Since.ShouldBe(Boards.Now);
        drift.Finding!.Detail.ShouldBe("Argo CD synced v2, pods still run v1");
        _lasting.TakeDue(_now).ShouldBeEmpty();
    }

    [Fact]
    public void A_rollout_that_others_make_does_not_flap()
    {
        Look(_lasting, Behind());
        Pass(3);
        Look(_lasting, Settled("v2") with { DeployedAt = _now });
        Pass(60);

        _lasting.TakeDue(_now).ShouldBeEmpty();
        _lasting.NextDue.ShouldBeNull();
    }

    [Fact]
    public void A_deployment_that_begins_ends_the_waiting()
    {
        Look(_lasting, Behind());
        Look(_lasting, Behind().Deploying(DeploymentStatus.Queued, "v3", null));
        Pass(60);

        _lasting.TakeDue(_now).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_stored_already_is_not_told_again_and_its_end_is()
    {
        var stored = Behind().Drifted(DriftKind.NotRunning, "Argo CD synced v2, pods still run v1");
        Look(_lasting, stored);
        Pass(60);
        _lasting.TakeDue(_now).ShouldBeEmpty();

        Look(_lasting, Settled("v2").Drifted(DriftKind.NotRunning, "Argo CD synced v2, pods still run v1"));
        Pass(2);
        _lasting.TakeDue(_now).ShouldHaveSingleItem().ShouldBeOfType<DebouncedChange.Drift>().Finding.ShouldBeNull();
    }

    [Fact]
    public void Nothing_is_told_of_a_cluster_that_is_away_not_even_that_drift_has_ended()
    {
        Look(_lasting, (Boards.Cell("staging", "v2") with { Live = null }).Drifted(DriftKind.NotRunning, "anything"), connected: false);
        Pass(60);

        _lasting.TakeDue(_now).ShouldBeEmpty();
    }

    [Fact]
    public void A_record_that_was_lost_is_asked_for_again()
    {
        Look(_lasting, Behind());
        Pass(5);
        _lasting.TakeDue(_now).ShouldHaveSingleItem();
        Look(_lasting, Behind() with { DeployedAt = _now });
        _lasting.TakeDue(_now).ShouldBeEmpty();

        Pass(30);
        _lasting.TakeDue(_now).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_version_that_nobody_announced_is_due_after_its_grace()
    {
        Look(_observing, Appeared("v2"));
        Pass(29);
        Versions().ShouldBeEmpty();

        Pass(1);
        Versions().ShouldBe(["v2"]);
    }

    [Fact]
    public void A_version_that_is_announced_meanwhile_is_noted_at_once()
    {
        Look(_observing, Appeared("v2"));
        Pass(6);
        Look(_observing, Appeared("v2") with { DeployedVersion = ImageTag.Parse("v2") });

        Versions().ShouldBe(["v2"]);
    }

    [Fact]
    public void A_version_that_does_not_settle_or_was_noted_is_nothing_new()
    {
        Look(_observing, Appeared("v1"));
        Look(_observing, Appeared("v2").Live(live => live with { RunningVersions = [ImageTag.Parse("v1"), ImageTag.Parse("v2")] }));
        Pass(60);

        Versions().ShouldBeEmpty();
    }

    [Fact]
    public void Where_release_deploys_itself_a_version_that_appears_is_drift_only()
    {
        Look(_lasting, Appeared("v2"));
        Pass(60);

        _lasting.TakeDue(_now).ShouldHaveSingleItem().ShouldBeOfType<DebouncedChange.Drift>();
    }

    private static BoardCell Behind() => Settled("v2").Live(live => live with { RunningVersions = [ImageTag.Parse("v1")] });

    private static BoardCell Settled(string version) => Boards.Cell("staging", version).Running(version, version);

    /// <summary>Noted and deployed is v1; this one runs.</summary>
    private static BoardCell Appeared(string running) => Boards.Cell("staging", "v1").Running("v1", running) with { ObservedVersion = ImageTag.Parse("v1") };

    private IReadOnlyList<string> Versions() =>
        [.. _observing.TakeDue(_now).OfType<DebouncedChange.Version>().Select(change => change.Running.Value)];

    private void Pass(int seconds) => _now = _now.AddSeconds(seconds);

    private void Look(DriftDebouncer lasting, BoardCell cell, bool connected = true) => lasting.Look(
        Boards.Snapshot(Boards.Row("router", cell)) with
        {
            Connections = new Dictionary<EnvironmentName, ClusterConnection> { [Staging] = new(connected, _now, null) },
        },
        _now);
}
