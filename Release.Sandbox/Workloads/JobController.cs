using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>The Job controller: creates a Job's pods and completes the Job by their phases; pods and logs stay until the Job is deleted.</summary>
internal sealed class JobController(ControlPlane plane)
{
    private const string Component = "job-controller";
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(10);

    /// <returns>When to reconcile again without a change: at a deadline, after a back-off or when a finished Job expires.</returns>
    public DateTimeOffset? Reconcile(ObjectName name)
    {
        if (plane.Store.Find(ResourceKinds.Jobs, name.Namespace, name.Name)?.Read() is not { } content
            || content["metadata"]!["deletionTimestamp"] is not null)
        {
            return null;
        }

        return JobStatus.OutcomeOf(content) == JobOutcome.Running ? Follow(name, content) : Expire(name, content);
    }

    private DateTimeOffset? Expire(ObjectName name, JsonObject content)
    {
        if (content["spec"]?["ttlSecondsAfterFinished"] is not { } ttl || JobStatus.EndOf(content) is not { } ended)
        {
            return null;
        }

        var due = ended + TimeSpan.FromSeconds(ttl.Number());
        if (plane.Now < due)
        {
            return due;
        }

        plane.Store.Delete(ResourceKinds.Jobs, name.Namespace, name.Name);
        return null;
    }

    private DateTimeOffset? Follow(ObjectName name, JsonObject content)
    {
        var (spec, status) = (content["spec"], content["status"]);
        var uid = content["metadata"]!["uid"].Text();
        var pods = plane.Index.PodsOf(uid).ToList();
        var active = pods.Where(pod => pod.Active).ToList();
        var succeeded = Math.Max(status?["succeeded"].Number() ?? 0, pods.Count(pod => pod.Phase == "Succeeded"));
        var failed = Math.Max(status?["failed"].Number() ?? 0, pods.Count(pod => pod.Phase == "Failed"));
        var started = status?["startTime"].Instant() ?? plane.Now;
        var deadline = spec?["activeDeadlineSeconds"] is { } seconds ? started + TimeSpan.FromSeconds(seconds.Number()) : (DateTimeOffset?)null;
        var counts = JobStatus.Counts(started, active.Count, active.Count(pod => pod.Ready), succeeded, failed, pods.Count(pod => pod.Terminating && !pod.Finished));
        var parallelism = spec?["parallelism"].Number(1) ?? 1;
        var completions = spec?["completions"].Number(parallelism) ?? parallelism;
        if (succeeded >= completions)
        {
            return End(name, content, counts, ("SuccessCriteriaMet", "Complete"), "CompletionsReached", JobStatus.Completed, []);
        }

        if (plane.Now >= deadline)
        {
            return End(name, content, counts, ("FailureTarget", "Failed"), "DeadlineExceeded", JobStatus.DeadlineMessage, active);
        }

        if (IsPastLimit(spec, active, failed))
        {
            return End(name, content, counts, ("FailureTarget", "Failed"), "BackoffLimitExceeded", JobStatus.BackoffLimitMessage, active);
        }

        plane.WriteStatus(ResourceKinds.Jobs, name, counts);
        var retry = spec?["suspend"].Flag() == true ? null : Create(name, content, Math.Min(parallelism, completions - succeeded) - active.Count, pods, failed);
        return retry < deadline || deadline is null ? retry ?? deadline : deadline;
    }

    private static bool IsPastLimit(JsonNode? spec, List<PodState> active, int failed)
    {
        var limit = spec?["backoffLimit"].Number(6) ?? 6;
        if (spec?["template"]?["spec"]?["restartPolicy"].Text() == "OnFailure")
        {
            var restarts = active.Sum(pod => pod.Restarts);
            return limit == 0 ? restarts > 0 : restarts >= limit;
        }

        return failed > limit;
    }

    /// <returns>When the next pod may be created, if not now.</returns>
    private DateTimeOffset? Create(ObjectName name, JsonObject content, int count, List<PodState> pods, int failed)
    {
        if (count <= 0)
        {
            return null;
        }

        var last = pods.Where(pod => pod.Phase == "Failed").Max(pod => (DateTimeOffset?)(pod.FinishedAt ?? pod.CreatedAt));
        if (last + BackOff(failed) is { } due && plane.Now < due)
        {
            return due;
        }

        var uid = content["metadata"]!["uid"].Text();
        for (var index = 0; index < count; index++)
        {
            var pod = PodTemplate.Pod(content["spec"]?["template"], name.Namespace, name.Name + "-", OwnerReference.To(ResourceKinds.Jobs, name.Name, uid));
            Label(pod, name, uid);
            var created = plane.Store.Create(ResourceKinds.Pods, pod);
            plane.Events.Normal(ResourceKinds.Jobs, name, uid, Component, "SuccessfulCreate", $"Created pod: {created.Name.Name}");
        }

        return null;
    }

    private static void Label(JsonObject pod, ObjectName name, string uid)
    {
        var metadata = pod["metadata"]!.AsObject();
        metadata["labels"] ??= new JsonObject();
        foreach (var prefix in (ReadOnlySpan<string>)["", "batch.kubernetes.io/"])
        {
            // The API server has already added the selector's labels to the template.
            metadata["labels"]![prefix + "job-name"] ??= name.Name;
            metadata["labels"]![prefix + "controller-uid"] ??= uid;
        }
    }

    private static TimeSpan BackOff(int failed)
    {
        var wait = TimeSpan.FromSeconds(10 * Math.Pow(2, Math.Clamp(failed - 1, 0, 10)));
        return wait < LongestBackOff ? wait : LongestBackOff;
    }

    private DateTimeOffset? End(
        ObjectName name, JsonObject content, JsonObject status, (string Coming, string Final) types, string reason, string message, List<PodState> active)
    {
        foreach (var pod in active)
        {
            plane.DeletePod(pod.Name);
        }

        var now = plane.Now;
        var uid = content["metadata"]!["uid"].Text();
        status["conditions"] = new JsonArray(JobStatus.Condition(types.Coming, reason, message, now));
        plane.WriteStatus(ResourceKinds.Jobs, name, status.DeepClone().AsObject());
        status.Remove("active");
        status["ready"] = 0;
        status["conditions"]!.AsArray().Add(JobStatus.Condition(types.Final, reason, message, now));
        if (types.Final == "Complete")
        {
            status["completionTime"] = Rfc3339.Format(now);
            plane.Events.Normal(ResourceKinds.Jobs, name, uid, Component, "Completed", "Job completed");
        }
        else
        {
            plane.Events.Warning(ResourceKinds.Jobs, name, uid, Component, reason, message);
        }

        plane.WriteStatus(ResourceKinds.Jobs, name, status);
        return null;
    }
}
