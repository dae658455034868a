using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Workloads;

/// <summary>A Job's status with the conditions of Kubernetes 1.31 and later: first SuccessCriteriaMet or FailureTarget, and Complete or Failed once its pods have ended.</summary>
internal static class JobStatus
{
    public const string Completed = "Reached expected number of succeeded pods";
    public const string BackoffLimitMessage = "Job has reached the specified backoff limit";
    public const string DeadlineMessage = "Job was active longer than specified deadline";

    public static JobOutcome OutcomeOf(JsonObject content) => content["status"] switch
    {
        { } status when status.Holds("Complete") => JobOutcome.Succeeded,
        { } status when status.Holds("Failed") => JobOutcome.Failed,
        _ => JobOutcome.Running,
    };

    /// <summary>Kubernetes' reason for the end; empty while it runs.</summary>
    public static string MessageOf(JsonObject content) =>
        (content["status"].Condition("Failed") ?? content["status"].Condition("Complete"))?["message"].Text() ?? "";

    /// <summary>When it ended; null while it runs.</summary>
    public static DateTimeOffset? EndOf(JsonObject content) =>
        (content["status"].Condition("Failed") ?? content["status"].Condition("Complete"))?["lastTransitionTime"].Instant();

    public static JsonObject Counts(DateTimeOffset started, int active, int ready, int succeeded, int failed, int terminating)
    {
        var status = new JsonObject { ["startTime"] = Rfc3339.Format(started) };
        foreach (var (name, value) in (ReadOnlySpan<(string, int)>)[("active", active), ("succeeded", succeeded), ("failed", failed)])
        {
            if (value > 0)
            {
                status[name] = value;
            }
        }

        status["ready"] = ready;
        status["terminating"] = terminating;
        status["uncountedTerminatedPods"] = new JsonObject();
        return status;
    }

    public static JsonObject Condition(string type, string reason, string message, DateTimeOffset now) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["reason"] = reason,
        ["message"] = message,
        ["lastProbeTime"] = Rfc3339.Format(now),
        ["lastTransitionTime"] = Rfc3339.Format(now),
    };
}

/// <summary>The outcome of a Job.</summary>
internal enum JobOutcome
{
    Running,
    Succeeded,
    Failed,
}
