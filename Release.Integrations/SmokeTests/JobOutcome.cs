using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.SmokeTests;

/// <summary>Decides how a Job ended (kubernetes.io, "Jobs"; exit codes as in contracts §6).</summary>
internal static class JobOutcome
{
    private const string DeadlineExceeded = "DeadlineExceeded";

    /// <param name="job">The run's Job.</param>
    /// <param name="pod">Its newest pod; null if there is none.</param>
    /// <param name="part">Its settings.</param>
    /// <param name="trouble">What delayed it when it was last checked; null if nothing did.</param>
    /// <returns>Null until it has ended.</returns>
    public static SmokeTestVerdict? Of(Job job, Pod? pod, SmokeTestSettings.JobPart part, string? trouble)
    {
        // Newer clusters set SuccessCriteriaMet or FailureTarget before the last pod is gone, which on a lost node may never happen.
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

    /// <summary>Whether the tests' own container exited with 1, and its pod was not evicted or disrupted.</summary>
    private static bool IsTestsOwnFailure(Pod pod, string? container) =>
        PodOutcome.Ended(pod, container) is { ExitCode: 1, Reason: not "OOMKilled" }
        && pod.Status?.Reason is not "Evicted"
        && pod.Condition("DisruptionTarget") is not { Status: "True" };

    private static WorkloadCondition? Condition(Job job, params string[] types) => types
        .Select(type => job.Status?.Conditions?.FirstOrDefault(condition => condition.Type == type && condition.Status == "True"))
        .FirstOrDefault(condition => condition is not null);

    private static SmokeTestVerdict CouldNotRun(string message) => new(SmokeTestOutcome.CouldNotRun, message);
}
