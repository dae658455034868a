using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Tests.Support.Board;

namespace Release.Tests.Unit.Board;

public sealed class DriftRuleTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 41, 30, TimeSpan.Zero);

    [Fact]
    public void Truths_that_agree_are_no_drift() => Of(Cell("v41", "v41", "v41")).ShouldBeNull();

    [Fact]
    public void Nothing_is_said_of_what_is_not_known() => Of(Boards.Cell("staging", "v41")).ShouldBeNull();

    [Fact]
    public void Git_is_ahead_of_what_is_synced_and_runs() =>
        Of(Cell("v41", "v40", "v40")).ShouldBe(new DriftFinding(DriftKind.NotSynced, "wanted v41, running v40"));

    [Fact]
    public void Git_is_ahead_and_nothing_runs() =>
        Of(Cell("v41", "v40")).ShouldBe(new DriftFinding(DriftKind.NotSynced, "wanted v41, synced v40"));

    [Fact]
    public void Pods_stay_behind_what_is_synced() =>
        Of(Cell("v41", "v41", "v40")).ShouldBe(new DriftFinding(DriftKind.NotRunning, "Argo CD synced v41, pods still run v40"));

    [Fact]
    public void Where_release_itself_applies_it_says_so() =>
        Of(Cell("v41", "v41", "v40", "v41", engine: EnvironmentEngine.Kubernetes)).ShouldBe(new DriftFinding(DriftKind.NotRunning, "Release applied v41, pods still run v40 and v41"));

    [Fact]
    public void Where_nothing_syncs_git_and_pods_are_compared() =>
        Of(Cell("v41", null, "v40")).ShouldBe(new DriftFinding(DriftKind.NotRunning, "wanted v41, running v40"));

    [Fact]
    public void Applications_of_one_image_that_differ_are_drift() =>
        Of(Cell("v41", null, "v41").Live(live => live with { Sync = live.Sync! with { Disagreement = "draft-frontend has v40, frontend v41" } }))
            .ShouldBe(new DriftFinding(DriftKind.NotSynced, "wanted v41, but draft-frontend has v40, frontend v41"));

    [Fact]
    public void A_change_past_release_is_named_with_who_and_when()
    {
        var cell = Cell("v41", "v41", "v40").Live(live => live with { ManualChange = new ManualChange("kubectl-set", ImageTag.Parse("v40"), At) });

        DriftRule.Of(cell, TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "test", "test"))
            .ShouldBe(new DriftFinding(DriftKind.ManualChange, "image changed by kubectl-set at 10:41 outside Release", At));
    }

    [Fact]
    public void What_Argo_finds_different_beside_the_version_is_drift() =>
        Of(Cell("v41", "v41", "v41").Live(live => live with { SyncStatus = SyncStatus.OutOfSync, Sync = live.Sync! with { OutOfSync = "Service frontend" } }))
            .ShouldBe(new DriftFinding(DriftKind.OutOfSync, "Argo CD says OutOfSync: Service frontend"));

    [Fact]
    public void Nothing_is_judged_while_a_deployment_moves_or_the_cluster_is_away()
    {
        var cell = Cell("v41", "v40", "v40");

        DriftRule.CanJudge(cell, connected: true).ShouldBeTrue();
        DriftRule.CanJudge(cell, connected: false).ShouldBeFalse();
        DriftRule.CanJudge(cell.Deploying(DeploymentStatus.Running, "v41", StepName.Sync), connected: true).ShouldBeFalse();
        DriftRule.CanJudge(cell.Deploying(DeploymentStatus.Failed, "v41", StepName.Sync), connected: true).ShouldBeTrue();
    }

    [Fact]
    public void Nothing_is_judged_while_a_rollout_or_sync_is_under_way_unless_others_set_it_off()
    {
        var rolling = Cell("v41", "v41", "v40", "v41").Live(live => live with { IsRollingOut = true });
        var syncing = Cell("v41", "v40", "v40").Live(live => live with { Sync = live.Sync! with { Phase = OperationPhase.Running } });

        DriftRule.CanJudge(rolling, connected: true).ShouldBeFalse();
        DriftRule.CanJudge(syncing, connected: true).ShouldBeFalse();
        DriftRule.CanJudge(rolling.Live(live => live with { ManualChange = new ManualChange("kubectl-set", null, null) }), connected: true).ShouldBeTrue();
    }

    [Theory]
    [InlineData(DriftKind.ManualChange)]
    [InlineData(DriftKind.NotSynced)]
    [InlineData(DriftKind.NotRunning)]
    [InlineData(DriftKind.OutOfSync)]
    public void Kinds_are_stored_as_words(DriftKind kind) => DriftKindText.Parse(DriftKindText.Of(kind)).ShouldBe(kind);

    private static DriftFinding? Of(BoardCell cell) => DriftRule.Of(cell, TimeZoneInfo.Utc);

    private static BoardCell Cell(string wanted, string? synced, params string[] running) => Cell(wanted, synced, running, EnvironmentEngine.ArgoCd);

    private static BoardCell Cell(string wanted, string? synced, string first, string second, EnvironmentEngine engine) => Cell(wanted, synced, [first, second], engine);

    private static BoardCell Cell(string wanted, string? synced, string[] running, EnvironmentEngine engine) => Boards.Cell("staging", wanted) with
    {
        Engine = engine,
        Live = new LiveCell(
            synced is null ? null : ImageTag.Parse(synced), SyncStatus.Synced, HealthStatus.Healthy, [.. running.Select(ImageTag.Parse)], 1, 1, Boards.Now)
        { Sync = new LiveSync() },
    };
}
