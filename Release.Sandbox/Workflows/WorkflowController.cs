using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workflows;

/// <summary>Argo's workflow controller, for Workflows of one container.</summary>
internal sealed class WorkflowController(ControlPlane plane)
{
    /// <returns>When to reconcile again without a change: at the deadline, or when a finished Workflow expires.</returns>
    public DateTimeOffset? Reconcile(ObjectName name)
    {
        if (plane.Store.Find(ResourceKinds.Workflows, name.Namespace, name.Name)?.Read() is not { } content
            || content["metadata"]!["deletionTimestamp"] is not null)
        {
            return null;
        }

        if (content["status"]?["phase"].Text() is "Succeeded" or "Failed" or "Error")
        {
            return Expire(name, content);
        }

        WorkflowPlan plan;
        try
        {
            plan = WorkflowPlan.Of(plane.Store, name, content);
        }
        catch (WorkflowPlanException exception)
        {
            Write(name, null, new WorkflowProgress("Error", plane.Now, plane.Now, exception.Message));
            return null;
        }

        return Follow(name, content, plan);
    }

    private DateTimeOffset? Follow(ObjectName name, JsonObject content, WorkflowPlan plan)
    {
        var uid = content["metadata"]!["uid"].Text();
        var pod = new ObjectName(name.Namespace, WorkflowDocument.PodName(name, plan));
        var begun = content["status"]?["startedAt"].Instant();
        if (begun is null)
        {
            plane.Store.Create(ResourceKinds.Pods, WorkflowDocument.Pod(name, uid, plan, content["spec"]));
            plane.Events.Normal(ResourceKinds.Workflows, name, uid, "workflow-controller", "WorkflowRunning", "Workflow Running");
        }

        var started = begun ?? plane.Now;
        var deadline = content["spec"]?["activeDeadlineSeconds"] is { } seconds ? started + TimeSpan.FromSeconds(seconds.Number()) : (DateTimeOffset?)null;
        var progress = Stopped(content, started) ?? Progress(pod, plan, name, started, deadline);
        if (progress.IsEnded)
        {
            End(name, uid, pod, progress);
        }

        Write(name, plan, progress);
        return progress.IsEnded ? null : deadline;
    }

    private WorkflowProgress? Stopped(JsonObject content, DateTimeOffset started) =>
        content["spec"]?["shutdown"].Text() is { Length: > 0 } strategy
            ? new WorkflowProgress("Failed", started, plane.Now, $"Stopped with strategy '{strategy}'", $"workflow shutdown with strategy: {strategy}")
            : null;

    private WorkflowProgress Progress(ObjectName pod, WorkflowPlan plan, ObjectName name, DateTimeOffset started, DateTimeOffset? deadline)
    {
        var stored = plane.Store.Find(ResourceKinds.Pods, pod.Namespace, pod.Name)?.Read();
        if (stored is null)
        {
            return new WorkflowProgress("Error", started, plane.Now, $"child '{WorkflowDocument.NodeId(name, plan)}' errored", "pod deleted");
        }

        var status = stored["status"];
        if (status?["phase"].Text() is "Succeeded" or "Failed")
        {
            return Ended(status, plan, name, started);
        }

        if (plane.Now >= deadline)
        {
            return new WorkflowProgress("Failed", started, plane.Now, "Max duration limit exceeded", "Step exceeded its deadline");
        }

        var waiting = (status?["containerStatuses"] as JsonArray ?? [])
            .Select(container => container?["state"]?["waiting"])
            .FirstOrDefault(state => state is not null);
        return status?["phase"].Text() == "Running"
            ? new WorkflowProgress("Running", started)
            : new WorkflowProgress("Pending", started, PodMessage: Waits(status, waiting));
    }

    private static string? Waits(JsonNode? status, JsonNode? waiting) => (status.Condition("PodScheduled"), waiting) switch
    {
        ({ } scheduled, _) when scheduled["status"].Text() == "False" => $"{scheduled["reason"].Text()}: {scheduled["message"].Text()}",
        (_, { } state) => state["message"].Text() is { Length: > 0 } message ? $"{state["reason"].Text()}: {message}" : state["reason"].Text(),
        _ => null,
    };

    private WorkflowProgress Ended(JsonNode status, WorkflowPlan plan, ObjectName name, DateTimeOffset started)
    {
        var main = (status["containerStatuses"] as JsonArray ?? []).FirstOrDefault(container => container?["name"].Text() == WorkflowDocument.MainContainer);
        var code = main?["state"]?["terminated"]?["exitCode"].Number() ?? 0;
        return status["phase"].Text() == "Succeeded"
            ? new WorkflowProgress("Succeeded", started, plane.Now, ExitCode: code)
            : new WorkflowProgress(
                "Failed", started, plane.Now,
                plan.Steps ? $"child '{WorkflowDocument.NodeId(name, plan)}' failed" : $"main: Error (exit code {code})",
                $"main: Error (exit code {code})", code);
    }

    private void End(ObjectName name, string uid, ObjectName pod, WorkflowProgress progress)
    {
        var running = plane.Index.Pod(pod) is { Finished: false };
        if (running)
        {
            plane.DeletePod(pod);
        }
        else if (plane.Store.Find(ResourceKinds.Pods, pod.Namespace, pod.Name) is not null)
        {
            plane.Store.Update(ResourceKinds.Pods, pod.Namespace, pod.Name, content =>
            {
                content["metadata"]!["labels"]![WorkflowDocument.CompletedLabel] = "true";
                return content;
            });
        }

        if (progress.Phase == "Succeeded")
        {
            plane.Events.Normal(ResourceKinds.Workflows, name, uid, "workflow-controller", "WorkflowSucceeded", "Workflow completed");
        }
        else
        {
            plane.Events.Warning(ResourceKinds.Workflows, name, uid, "workflow-controller", $"Workflow{progress.Phase}", progress.Message ?? progress.Phase);
        }
    }

    private DateTimeOffset? Expire(ObjectName name, JsonObject content)
    {
        var strategy = content["spec"]?["ttlStrategy"];
        var own = content["status"]?["phase"].Text() == "Succeeded" ? strategy?["secondsAfterSuccess"] : strategy?["secondsAfterFailure"];
        if ((own ?? strategy?["secondsAfterCompletion"]) is not { } seconds || content["status"]?["finishedAt"].Instant() is not { } finished)
        {
            return null;
        }

        var due = finished + TimeSpan.FromSeconds(seconds.Number());
        if (plane.Now < due)
        {
            return due;
        }

        plane.Store.Delete(ResourceKinds.Workflows, name.Namespace, name.Name);
        return null;
    }

    private void Write(ObjectName name, WorkflowPlan? plan, WorkflowProgress progress) =>
        plane.Store.Update(ResourceKinds.Workflows, name.Namespace, name.Name, content =>
        {
            var metadata = content["metadata"]!.AsObject();
            metadata["labels"] ??= new JsonObject();

            // Argo reports a Workflow as Running at once; only its node is Pending.
            var phase = progress.Phase == "Pending" ? "Running" : progress.Phase;
            metadata["labels"]![WorkflowDocument.PhaseLabel] = phase;
            metadata["labels"]![WorkflowDocument.CompletedLabel] = progress.IsEnded ? "true" : "false";
            var status = new JsonObject
            {
                ["phase"] = phase,
                ["startedAt"] = Rfc3339.Format(progress.StartedAt),
                ["finishedAt"] = progress.FinishedAt is { } finished ? Rfc3339.Format(finished) : null,
                ["progress"] = progress.Share,
            };
            if (progress.Message is { } message)
            {
                status["message"] = message;
            }

            if (plan is not null)
            {
                status["nodes"] = WorkflowDocument.Nodes(name, plan, progress);
            }

            if (progress.IsEnded)
            {
                status["conditions"] = new JsonArray(
                    new JsonObject { ["type"] = "PodRunning", ["status"] = "False" },
                    new JsonObject { ["type"] = "Completed", ["status"] = "True" });
            }

            content["status"] = status;
            return content;
        });
}
