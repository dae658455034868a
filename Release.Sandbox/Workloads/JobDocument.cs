using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>A Job's status and its pod as the API shows them.</summary>
internal static class JobDocument
{
    public const string BackoffLimitMessage = "Job has reached the specified backoff limit";

    public static JsonObject Pod(JobRuntime job, IReadOnlyDictionary<string, string> jobLabels)
    {
        var labels = new JsonObject { ["batch.kubernetes.io/job-name"] = job.Name.Name, ["job-name"] = job.Name.Name };
        foreach (var (key, value) in jobLabels)
        {
            labels[key] = value;
        }

        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["namespace"] = job.Pod.Namespace,
                ["name"] = job.Pod.Name,
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(PodDocument.Owner(ResourceKinds.Jobs, job.Name.Name, job.Uid)),
            },
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(new JsonObject { ["name"] = job.Container, ["image"] = job.Image }),
                ["nodeName"] = "sandbox",
                ["restartPolicy"] = "Never",
            },
            ["status"] = PodStatus(job),
        };
    }

    public static JsonObject PodStatus(JobRuntime job) => new()
    {
        ["phase"] = job.Outcome switch { JobOutcome.Running => "Running", JobOutcome.Succeeded => "Succeeded", _ => "Failed" },
        ["startTime"] = Rfc3339.Format(job.StartedAt),
        ["conditions"] = new JsonArray(new JsonObject
        {
            ["type"] = "Ready",
            ["status"] = job.Outcome == JobOutcome.Running ? "True" : "False",
            ["lastTransitionTime"] = Rfc3339.Format(job.FinishedAt ?? job.StartedAt),
        }),
        ["containerStatuses"] = new JsonArray(new JsonObject
        {
            ["name"] = job.Container,
            ["image"] = job.Image,
            ["imageID"] = Images.IdOf(job.Image),
            ["ready"] = job.Outcome == JobOutcome.Running,
            ["restartCount"] = 0,
            ["state"] = State(job),
            ["lastState"] = new JsonObject(),
        }),
    };

    public static JsonObject Status(JobRuntime job)
    {
        var status = new JsonObject { ["startTime"] = Rfc3339.Format(job.StartedAt) };
        switch (job.Outcome)
        {
            case JobOutcome.Running:
                status["active"] = 1;
                status["ready"] = 1;
                break;
            case JobOutcome.Succeeded:
                status["succeeded"] = 1;
                status["completionTime"] = Rfc3339.Format(job.FinishedAt!.Value);
                status["conditions"] = new JsonArray(Condition(job, "Complete", "CompletionsReached", "Reached expected number of succeeded pods"));
                break;
            default:
                status["failed"] = 1;
                status["conditions"] = new JsonArray(Condition(job, "Failed", "BackoffLimitExceeded", BackoffLimitMessage));
                break;
        }

        return status;
    }

    private static JsonObject Condition(JobRuntime job, string type, string reason, string message) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["reason"] = reason,
        ["message"] = message,
        ["lastProbeTime"] = Rfc3339.Format(job.FinishedAt!.Value),
        ["lastTransitionTime"] = Rfc3339.Format(job.FinishedAt!.Value),
    };

    private static JsonObject State(JobRuntime job)
    {
        if (job.Outcome == JobOutcome.Running)
        {
            return new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Rfc3339.Format(job.StartedAt) } };
        }

        var failed = job.Outcome == JobOutcome.Failed;
        return new JsonObject
        {
            ["terminated"] = new JsonObject
            {
                ["exitCode"] = failed ? 1 : 0,
                ["reason"] = failed ? "Error" : "Completed",
                ["startedAt"] = Rfc3339.Format(job.StartedAt),
                ["finishedAt"] = Rfc3339.Format(job.FinishedAt!.Value),
            },
        };
    }
}
