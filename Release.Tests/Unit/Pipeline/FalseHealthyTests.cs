using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Core.Pipeline;

namespace Release.Tests.Unit.Pipeline;

/// <summary>
/// The trap of contracts §7: everything looks well, but of the version before. Each condition is violated alone, all others
/// hold; none of these is called deployed, and each says in its own words what is missing.
/// </summary>
public sealed class FalseHealthyTests
{
    private const string Ours = "c0ffee0123456789";
    private const string Later = "facade0123456789";
    private const string Older = "0ddba110123456789";
    private static readonly DateTimeOffset Synced = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly ImageTag Wanted = ImageTag.Parse("v2");
    private static readonly ImageTag Old = ImageTag.Parse("v1");

    private static readonly SyncOperation Done = new(OperationPhase.Succeeded, "successfully synced", Synced.AddSeconds(-9), Synced, Ours, []);
    private static readonly SyncedApplication Live = new("frontend", "apps", Wanted, SyncStatus.Synced, Ours, HealthStatus.Healthy, Synced.AddSeconds(1), Done, []);
    private static readonly SyncedApplication Draft = Live with { Name = "draft-frontend" };
    private static readonly RolloutStatus Rollout = new("frontend", "apps", Wanted, true, 2, 2, 2, 2, 0, null);
    private static readonly RolloutStatus DraftRollout = Rollout with { Name = "draft-frontend", Wanted = 1, Updated = 1, Ready = 1, Available = 1 };
    private static readonly PodStatus[] Pods = [Pod("frontend-a"), Pod("frontend-b"), Pod("draft-frontend-a")];
    private static readonly Facts AllHold = new(Live, Draft, Rollout, Pods);

    private static readonly Dictionary<string, (string Words, Func<Facts, Facts> Violate)> Violations = new(StringComparer.Ordinal)
    {
        ["the annotation is the old version's"] =
            ("Waiting for Argo CD to see v2 for frontend (it has v1)", facts => facts.With(live => live with { ImageTag = Old })),
        ["there is no annotation"] =
            ("Waiting for Argo CD to see v2 for frontend (it has no version)", facts => facts.With(live => live with { ImageTag = null })),
        ["the other application on the image has not seen it"] =
            ("Waiting for Argo CD to see v2 for draft-frontend (it has v1)", facts => facts with { Draft = facts.Draft with { ImageTag = Old } }),
        ["out of sync"] = ("frontend is OutOfSync", facts => facts.With(live => live with { SyncStatus = SyncStatus.OutOfSync })),
        ["the sync status is unknown, with its error"] =
            ("frontend is Unknown: Argo CD cannot say whether it is in sync (ComparisonError: helm template failed)",
            facts => facts.With(live => live with { SyncStatus = SyncStatus.Unknown, Conditions = ["SharedResourceWarning: twice", "ComparisonError: helm template failed"] })),
        ["synced at an older revision"] =
            ("frontend is Synced at 0ddba11012, which does not have our commit", facts => facts.With(live => live with { Revision = Older })),
        ["synced at no revision"] =
            ("frontend is Synced at no revision, which does not have our commit", facts => facts.With(live => live with { Revision = null })),
        ["there was no operation"] = ("Waiting for Argo CD to sync frontend", facts => facts.With(live => live with { Operation = null })),
        ["the operation was of an older revision"] =
            ("Waiting for Argo CD's sync of frontend to our commit (the last one was to 0ddba11012)", facts => facts.Operate(done => done with { Revision = Older })),
        ["the operation runs"] =
            ("Argo CD is syncing frontend: waiting for healthy state of apps/Deployment/frontend",
            facts => facts.Operate(done => done with { Phase = OperationPhase.Running, FinishedAt = null, Message = "waiting for healthy state of apps/Deployment/frontend" })),
        ["a PostSync hook runs"] =
            ("Argo CD is syncing frontend: PostSync Job frontend-notify is running",
            facts => facts.Operate(done => done with { Phase = OperationPhase.Running, FinishedAt = null, Resources = [new("Job", "apps", "frontend-notify", ResourceSyncStatus.Synced, null, OperationPhase.Running, "PostSync")] })),
        ["a new sync of a later revision has begun"] =
            ("Argo CD is syncing frontend: in progress", facts => facts.Operate(done => done with { Phase = OperationPhase.Running, FinishedAt = null, Message = null, Revision = Later })),
        ["the operation is being ended"] =
            ("Argo CD is ending its sync of frontend: operation is terminating", facts => facts.Operate(done => done with { Phase = OperationPhase.Terminating, Message = "operation is terminating" })),
        ["the operation failed"] =
            ("frontend is Synced, but its last sync ended as Failed: one or more tasks failed", facts => facts.Operate(done => done with { Phase = OperationPhase.Failed, Message = "one or more tasks failed" })),
        ["the operation erred"] = ("frontend is Synced, but its last sync ended as Error", facts => facts.Operate(done => done with { Phase = OperationPhase.Error, Message = null })),
        ["progressing"] = ("frontend is Progressing", facts => facts.With(live => live with { HealthStatus = HealthStatus.Progressing })),
        ["degraded, with its error"] =
            ("frontend is Degraded (SyncError: it did not work)", facts => facts.With(live => live with { HealthStatus = HealthStatus.Degraded, Conditions = ["SyncError: it did not work"] })),
        ["suspended"] = ("frontend is Suspended", facts => facts.With(live => live with { HealthStatus = HealthStatus.Suspended })),
        ["missing"] = ("frontend is Missing", facts => facts.With(live => live with { HealthStatus = HealthStatus.Missing })),
        ["health unknown"] = ("frontend is Unknown", facts => facts.With(live => live with { HealthStatus = HealthStatus.Unknown })),
        ["the other application is unhealthy"] = ("draft-frontend is Degraded", facts => facts with { Draft = facts.Draft with { HealthStatus = HealthStatus.Degraded } }),
        ["healthy, but assessed before the sync ended"] =
            ("Waiting for Argo CD to assess frontend after its sync", facts => facts.With(live => live with { AssessedAt = Synced.AddSeconds(-1) })),
        ["healthy, but never assessed"] = ("Waiting for Argo CD to assess frontend after its sync", facts => facts.With(live => live with { AssessedAt = null })),
        ["the Deployment asks for the old version"] = ("Deployment frontend still asks for v1", facts => facts with { Rollout = facts.Rollout with { Tag = Old } }),
        ["the controller has not seen the new spec"] = ("3 of 3 pods are ready with v2", facts => facts with { Rollout = facts.Rollout with { Observed = false } }),
        ["not all pods are updated"] = ("3 of 3 pods are ready with v2", facts => facts with { Rollout = facts.Rollout with { Updated = 1 } }),
        ["a pod is unavailable"] = ("3 of 3 pods are ready with v2", facts => facts with { Rollout = facts.Rollout with { Unavailable = 1 } }),
        ["a pod is not ready"] = ("2 of 3 pods are ready with v2", facts => facts with { Pods = [facts.Pods[0], facts.Pods[1] with { Ready = false }, facts.Pods[2]] }),
        ["an old pod is still ready"] = ("Pod frontend-0 still runs v1", facts => facts with { Pods = [.. facts.Pods, Pod("frontend-0") with { Tag = Old }] }),
        ["a ready pod runs an image without a tag"] =
            ("Pod frontend-0 still runs an image without a tag", facts => facts with { Pods = [.. facts.Pods, Pod("frontend-0") with { Tag = null }] }),
        ["there are no pods"] = ("0 of 3 pods are ready with v2", facts => facts with { Pods = [] }),
    };

    public static TheoryData<string> Names => [.. Violations.Keys];

    [Fact]
    public void When_all_conditions_hold_it_has_landed() => NotVerified(AllHold).ShouldBeNull();

    [Theory]
    [MemberData(nameof(Names))]
    public void One_condition_that_does_not_hold_is_enough(string name) => NotVerified(Violations[name].Violate(AllHold)).ShouldBe(Violations[name].Words);

    [Fact]
    public void Without_a_deployment_and_pods_nothing_has_landed() =>
        RolloutVerification.NotVerified(EnvironmentEngine.ArgoCd, [Live], new WorkloadState([], []), Wanted, Contains, true).ShouldBe("No ready pod runs v2 yet");

    [Fact]
    public void Scaled_to_nothing_it_has_landed_when_all_else_holds()
    {
        var none = Rollout with { Wanted = 0, Updated = 0, Ready = 0, Available = 0 };

        RolloutVerification.NotVerified(EnvironmentEngine.ArgoCd, [Live], new WorkloadState([none], []), Wanted, Contains, true).ShouldBeNull();
        RolloutVerification.NotVerified(EnvironmentEngine.ArgoCd, [Live], new WorkloadState([none with { Tag = Old }], []), Wanted, Contains, true).ShouldBe("Deployment frontend still asks for v1");
    }

    [Fact]
    public void An_older_operation_is_enough_only_when_we_changed_nothing()
    {
        var older = AllHold.Operate(done => done with { Revision = Older });

        RolloutVerification.NotVerified(EnvironmentEngine.ArgoCd, [older.Live], Workload(older), Wanted, Contains, operationMustContainCommit: false).ShouldBeNull();
        NotVerified(older).ShouldNotBeNull();
    }

    private static string? NotVerified(Facts facts) =>
        RolloutVerification.NotVerified(EnvironmentEngine.ArgoCd, [facts.Live, facts.Draft], Workload(facts), Wanted, Contains, operationMustContainCommit: true);

    private static WorkloadState Workload(Facts facts) => new([facts.Rollout, DraftRollout], facts.Pods);

    private static bool Contains(string? revision) => revision is Ours or Later;

    private static PodStatus Pod(string name) => new(name, "apps", Wanted, true, null);

    private sealed record Facts(SyncedApplication Live, SyncedApplication Draft, RolloutStatus Rollout, IReadOnlyList<PodStatus> Pods)
    {
        public Facts With(Func<SyncedApplication, SyncedApplication> change) => this with { Live = change(Live) };

        public Facts Operate(Func<SyncOperation, SyncOperation> change) => With(live => live with { Operation = change(live.Operation!) });
    }
}
