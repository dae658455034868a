using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.SmokeTests;

/// <summary>Says how a Job ended (kubernetes.io, "Jobs"; exit codes by contracts §6).</summary>
internal static class JobOutcome
{
    private const string DeadlineExceeded = "DeadlineExceeded";

    /// <param name="job">The run's Job.</param>
    /// <param name="pod">Its newest pod; null when there is none (any more).</param>
    /// <param name="part">How it was set up.</param>
    /// <param name="trouble">What held it up when it was last looked at.</param>
    /// <returns>Null while it has not ended.</returns>
    public static SmokeTestVerdict? Of(Job job, Pod? pod, SmokeTestSettings.JobPart part, string? trouble)
    {
        // Newer clusters say what the end will be (SuccessCriteriaMet, FailureTarget) before the last pod has gone, which on a
        // lost node can take for ever.
        if (Condition(job, "Complete", "SuccessCriteriaMet") is not null)
        {
            return SmokeTestVerdict.Passed;
        }

        if (Condition(job, "Failed", "FailureTarget") is { } failed)
        {
            return failed.Reason == DeadlineExceeded ? TooLong(part.Times.Deadline, trouble) : OfPod(job, failed, pod, part.Container);
        }

        return job.Metadata.DeletionTimestamp is null
            ? null
            : CouldNotRun($"Job {job.Metadata.Name} was deleted before the smoke tests had ended");
    }

    public static SmokeTestVerdict TooLong(TimeSpan deadline, string? trouble) => CouldNotRun(
        $"The smoke tests did not end within {deadline.TotalSeconds:0} seconds and were stopped{(trouble is null ? "" : $"; before that: {trouble}")}");

    private static SmokeTestVerdict OfPod(Job job, WorkloadCondition failed, Pod? pod, string? container)
    {
        if (pod is null)
        {
            return CouldNotRun($"Job {job.Metadata.Name} failed and its pod is gone: {failed.Message ?? failed.Reason}");
        }

        return IsTestsOwnFailure(pod, container)
            ? new SmokeTestVerdict(SmokeTestOutcome.Failed, "The smoke tests failed (exit code 1)")
            : CouldNotRun(PodOutcome.CouldNotRun(pod, container));
    }

    /// <summary>Only a 1 that the tests themselves said: not one of a pod that was taken away, or that another container gave.</summary>
    private static bool IsTestsOwnFailure(Pod pod, string? container) =>
        PodOutcome.Ended(pod, container) is { ExitCode: 1, Reason: not "OOMKilled" }
        && pod.Status?.Reason is not "Evicted"
        && pod.Condition("DisruptionTarget") is not { Status: "True" };

    private static WorkloadCondition? Condition(Job job, params string[] types) => types
        .Select(type => job.Status?.Conditions?.FirstOrDefault(condition => condition.Type == type && condition.Status == "True"))
        .FirstOrDefault(condition => condition is not null);

    private static SmokeTestVerdict CouldNotRun(string message) => new(SmokeTestOutcome.CouldNotRun, message);
}
