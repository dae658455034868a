using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Failures;
using Release.Core.Pipeline;

namespace Release.Tests.Unit.Pipeline;

public sealed class RolloutTroubleTests
{
    private static readonly ImageTag Wanted = ImageTag.Parse("v2");
    private static readonly PodProblem Crash = new("CrashLoopBackOff", "it ended with exit code 1", IsFatal: true, HasPreviousLog: true);
    private static readonly PodProblem Probe = new("Unhealthy", "Readiness probe failed: 503", IsFatal: false, HasPreviousLog: false);
    private static readonly RolloutStatus Rollout = new("publisher", "apps", Wanted, true, 2, 1, 1, 1, 1, null);

    [Fact]
    public void No_problem_is_no_trouble() => Of(Rollout, Pod(null)).ShouldBeNull();

    [Fact]
    public void A_pod_that_will_not_start_is_fatal_and_comes_first()
    {
        var trouble = Of(Rollout with { DeadlineExceeded = "no progress" }, Pod(Probe) with { Name = "publisher-1" }, Pod(Crash)).ShouldNotBeNull();

        trouble.ShouldBe(new RolloutTrouble("Pod publisher-2: it ended with exit code 1", FailureKind.Application, Pod(Crash), IsFatal: true));
    }

    [Fact]
    public void A_missing_image_is_not_found() =>
        Of(Rollout, Pod(new PodProblem("ImagePullBackOff", "The image cannot be pulled", true, false)))!.Kind.ShouldBe(FailureKind.NotFound);

    [Fact]
    public void A_rollout_past_its_deadline_is_fatal_with_its_pods_problem_as_the_cause() =>
        Of(Rollout with { DeadlineExceeded = "ReplicaSet has timed out progressing." }, Pod(Probe))
            .ShouldBe(new RolloutTrouble("ReplicaSet has timed out progressing. Pod publisher-2: Readiness probe failed: 503", FailureKind.Timeout, Pod(Probe), IsFatal: true));

    [Fact]
    public void A_deadline_that_the_version_before_exceeded_does_not_count()
    {
        Of(Rollout with { DeadlineExceeded = "late", Observed = false }, Pod(null)).ShouldBeNull();
        Of(Rollout with { DeadlineExceeded = "late", Tag = ImageTag.Parse("v1") }, Pod(null)).ShouldBeNull();
    }

    [Fact]
    public void A_broken_pod_of_the_version_before_does_not_count() =>
        Of(Rollout, Pod(Crash) with { Tag = ImageTag.Parse("v1") }).ShouldBeNull();

    [Fact]
    public void A_passing_problem_is_told_but_not_fatal() => Of(Rollout, Pod(Probe))!.IsFatal.ShouldBeFalse();

    private static RolloutTrouble? Of(RolloutStatus rollout, params PodStatus[] pods) => RolloutTrouble.Of(new WorkloadState([rollout], pods), Wanted);

    private static PodStatus Pod(PodProblem? problem) => new("publisher-2", "apps", Wanted, false, problem);
}
