using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Core.Pipeline;

namespace Release.Tests.Unit.Pipeline;

/// <summary>The conditions of contracts §7, one by one: nothing is called deployed before they all hold.</summary>
public sealed class RolloutVerificationTests
{
    private const string OurCommit = "ours";
    private const string OldRevision = "old";
    private static readonly DateTimeOffset Synced = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly ImageTag Wanted = ImageTag.Parse("v2");
    private static readonly ImageTag Old = ImageTag.Parse("v1");

    private static readonly SyncedApplication Landed = new(
        "publisher", "apps", Wanted, SyncStatus.Synced, OurCommit, HealthStatus.Healthy, Synced.AddSeconds(1),
        new SyncOperation(OperationPhase.Succeeded, "ok", Synced.AddSeconds(-9), Synced, OurCommit, []), []);

    private static readonly RolloutStatus Complete = new("publisher", "apps", Wanted, true, 2, 2, 2, 2, 0, null);
    private static readonly PodStatus New1 = new("publisher-1", "apps", Wanted, true, null);
    private static readonly PodStatus New2 = new("publisher-2", "apps", Wanted, true, null);
    private static readonly WorkloadState Running = new([Complete], [New1, New2]);

    [Fact]
    public void With_every_condition_met_it_has_landed()
    {
        NotSynced(Landed).ShouldBeNull();
        RolloutVerification.NotRolledOut(EnvironmentEngine.ArgoCd, [Landed], Running, Wanted).ShouldBeNull();
    }

    [Fact]
    public void Healthy_with_the_old_version_is_not_landed() =>
        NotSynced(Landed with { ImageTag = Old }).ShouldBe("Waiting for Argo CD to see v2 for publisher (it has v1)");

    [Theory]
    [InlineData(EnvironmentEngine.ArgoCd, "No Argo CD application runs this image yet")]
    [InlineData(EnvironmentEngine.Kubernetes, "No Deployment runs this image yet")]
    public void No_application_is_not_landed(EnvironmentEngine engine, string words) =>
        RolloutVerification.NotSynced(engine, [], Wanted, _ => true, true).ShouldBe(words);

    [Fact]
    public void A_sync_status_that_release_does_not_know_is_not_landed_and_shown_as_the_vendor_said_it() =>
        NotSynced(Landed with { SyncStatus = Reported.Parse<SyncStatus>("Drifting") }).ShouldBe("publisher is Drifting");

    [Fact]
    public void An_operation_phase_that_release_does_not_know_is_not_landed_and_shown_as_the_vendor_said_it() =>
        NotSynced(Landed with { Operation = Landed.Operation! with { Phase = Reported.Parse<OperationPhase>("Paused") } })
            .ShouldBe("Waiting for Argo CD to finish syncing publisher (its operation is Paused)");

    [Fact]
    public void Out_of_sync_is_not_landed() => NotSynced(Landed with { SyncStatus = SyncStatus.OutOfSync }).ShouldBe("publisher is OutOfSync");

    [Fact]
    public void Synced_at_a_revision_without_our_commit_is_not_landed() =>
        NotSynced(Landed with { Revision = OldRevision }).ShouldNotBeNull();

    [Fact]
    public void A_running_operation_is_not_landed_and_names_its_hook()
    {
        var migration = new SyncedResource("Job", "apps", "publisher-db-migration", null, null, OperationPhase.Running, "PreSync");

        NotSynced(Landed with { Operation = Landed.Operation! with { Phase = OperationPhase.Running, Resources = [migration] } })
            .ShouldBe("Argo CD is syncing publisher: PreSync Job publisher-db-migration is running");
    }

    [Fact]
    public void An_operation_for_an_older_commit_is_not_ours() =>
        NotSynced(Landed with { Operation = Landed.Operation! with { Revision = OldRevision } }).ShouldNotBeNull();

    [Fact]
    public void When_we_changed_nothing_the_old_operation_is_good_enough() =>
        RolloutVerification.NotSynced(EnvironmentEngine.ArgoCd, [Landed with { Operation = Landed.Operation! with { Revision = OldRevision } }], Wanted, Contains, operationMustContainCommit: false).ShouldBeNull();

    [Fact]
    public void Every_application_of_the_image_must_have_synced() =>
        RolloutVerification.NotSynced(EnvironmentEngine.ArgoCd, [Landed, Landed with { Name = "draft-publisher", SyncStatus = SyncStatus.OutOfSync }], Wanted, Contains, true)
            .ShouldBe("draft-publisher is OutOfSync");

    [Theory]
    [InlineData("Progressing")]
    [InlineData("Degraded")]
    [InlineData("Missing")]
    [InlineData("Feverish")]
    public void Unhealthy_is_not_landed(string health) =>
        RolloutVerification.NotRolledOut(EnvironmentEngine.ArgoCd, [Landed with { HealthStatus = Reported.Parse<HealthStatus>(health) }], Running, Wanted).ShouldBe($"publisher is {health}");

    [Fact]
    public void Health_from_before_the_sync_does_not_count() =>
        RolloutVerification.NotRolledOut(EnvironmentEngine.ArgoCd, [Landed with { AssessedAt = Synced.AddSeconds(-1) }], Running, Wanted).ShouldNotBeNull();

    [Fact]
    public void An_old_pod_that_is_still_ready_does_not_count_as_landed() =>
        RolloutVerification.NotRolledOut(EnvironmentEngine.ArgoCd, [Landed], Running with { Pods = [New1, New2, new PodStatus("publisher-0", "apps", Old, true, null)] }, Wanted)
            .ShouldBe("Pod publisher-0 still runs v1");

    [Fact]
    public void Pods_that_are_not_ready_are_counted()
    {
        var state = new WorkloadState([Complete with { Available = 1, Ready = 1, Unavailable = 1 }], [New1, New2 with { Ready = false }]);

        RolloutVerification.NotRolledOut(EnvironmentEngine.ArgoCd, [Landed], state, Wanted).ShouldBe("1 of 2 pods are ready with v2");
    }

    [Fact]
    public void An_unobserved_spec_is_not_landed() =>
        RolloutVerification.NotRolledOut(EnvironmentEngine.ArgoCd, [Landed], Running with { Rollouts = [Complete with { Observed = false }] }, Wanted).ShouldNotBeNull();

    [Fact]
    public void A_deployment_that_still_asks_for_the_old_tag_is_not_landed() =>
        RolloutVerification.NotRolledOut(EnvironmentEngine.ArgoCd, [Landed], Running with { Rollouts = [Complete with { Tag = Old }] }, Wanted).ShouldBe("Deployment publisher still asks for v1");

    [Fact]
    public void No_pod_at_all_is_not_landed() =>
        RolloutVerification.NotRolledOut(EnvironmentEngine.ArgoCd, [Landed], new WorkloadState([], []), Wanted).ShouldNotBeNull();

    [Theory]
    [InlineData("Failed", OurCommit, 0, true)]
    [InlineData("Error", OurCommit, 0, true)]
    [InlineData("Failed", OldRevision, 0, false)]
    [InlineData("Failed", OurCommit, 1, false)]
    [InlineData("Succeeded", OurCommit, 0, false)]
    public void A_failed_operation_is_ours_when_it_synced_our_commit_in_this_attempt(string phase, string revision, int attemptBeganAfter, bool fails)
    {
        var application = Landed with { Operation = Landed.Operation! with { Phase = Reported.Parse<OperationPhase>(phase), Revision = revision } };

        (RolloutVerification.SyncFailed([application], Wanted, Contains, Synced.AddSeconds(attemptBeganAfter)) is not null).ShouldBe(fails);
    }

    private static string? NotSynced(SyncedApplication application) => RolloutVerification.NotSynced(EnvironmentEngine.ArgoCd, [application], Wanted, Contains, operationMustContainCommit: true);

    private static bool Contains(string? revision) => revision == OurCommit;
}
