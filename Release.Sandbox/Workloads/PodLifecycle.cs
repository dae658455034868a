using Release.Sandbox.Controllers;
using Release.Sandbox.Faults;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>The node's work on one pod: pulls, starts, probes and restarts its container, one state at a time.</summary>
internal sealed class PodLifecycle(ClusterContext cluster, PodLogs logs, SmokeTestPods smokeTests)
{
    /// <summary>Exit code of a container that was killed.</summary>
    public const int OutOfMemory = 137;

    private const string Kubelet = "kubelet";
    private const double ShareOfRollout = 0.15;
    private static readonly TimeSpan ProbePeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    public static TimeSpan BackOff(int attempts)
    {
        var wait = TimeSpan.FromSeconds(10 * Math.Pow(2, Math.Clamp(attempts - 1, 0, 10)));
        return wait < LongestBackOff ? wait : LongestBackOff;
    }

    public static string PullError(string image) =>
        $"failed to pull and unpack image \"{image}\": failed to resolve reference \"{image}\": {image}: not found";

    public void Stopped(PodRuntime pod) => Normal(pod, Kubelet, "Killing", $"Stopping container {pod.Container}");

    /// <summary>Goes to the next state if it is due.</summary>
    /// <returns>True when the pod changed.</returns>
    public bool Advance(PodRuntime pod)
    {
        var now = cluster.Now;
        var due = now >= pod.DueAt;
        if (pod.Phase == PodPhase.Unschedulable)
        {
            return !IsTooLarge(pod) && Schedule(pod, now);
        }

        return pod.RunsToEnd ? AdvanceTask(pod, now, due) : AdvanceServer(pod, now, due, cluster.PodStep);
    }

    /// <summary>Schedules the pod to a node.</summary>
    /// <returns>True when a node was found.</returns>
    public bool Schedule(PodRuntime pod, DateTimeOffset now)
    {
        if (IsTooLarge(pod))
        {
            pod.Phase = PodPhase.Unschedulable;
            cluster.Events.Warning(ResourceKinds.Pods, pod.Name, pod.Uid, "default-scheduler", "FailedScheduling", PodDocument.NoRoom);
            return false;
        }

        pod.Phase = PodPhase.Creating;
        pod.DueAt = pod.RunsToEnd ? now : now + (cluster.PodStep / 2);
        Normal(pod, "default-scheduler", "Scheduled", $"Successfully assigned {pod.Name} to {PodDocument.NodeName(pod.Node)}", null);
        Normal(pod, Kubelet, "Pulling", $"Pulling image \"{pod.Image}\"");
        return true;
    }

    /// <param name="step">Time from a pod's creation until it is ready.</param>
    private bool AdvanceServer(PodRuntime pod, DateTimeOffset now, bool due, TimeSpan step)
    {
        switch (pod.Phase)
        {
            case PodPhase.Creating when due:
            case PodPhase.ImagePullBackOff when due || !IsMissing(pod):
                return Pull(pod, now, step);
            case PodPhase.ErrImagePull when !IsMissing(pod):
                return Pull(pod, now, step);
            case PodPhase.ErrImagePull when due:
                pod.Phase = PodPhase.ImagePullBackOff;
                pod.DueAt = now + BackOff(pod.Pulls);
                Normal(pod, Kubelet, "BackOff", $"Back-off pulling image \"{pod.Image}\"");
                Warning(pod, "Failed", "Error: ImagePullBackOff");
                return true;
            case PodPhase.Terminated when due:
                return AwaitRestart(pod, now);
            case PodPhase.CrashLoopBackOff when due || !Crashes(pod):
                return Start(pod, now, step);
            case PodPhase.Running when due && Crashes(pod):
                return Crash(pod, now);
            case PodPhase.Running when Has(pod, Misbehaviour.Slow):
                return due && FailProbe(pod, now);
            case PodPhase.Running when due || pod.Slowed:
                pod.Phase = PodPhase.Ready;
                pod.ReadyAt = now;
                pod.DueAt = null;
                logs.Append(pod.Name, now, SampleLogs.Serving());
                return true;
            default:
                return false;
        }
    }

    /// <summary>Duration of a Job's pod: a short part of a rollout, or the duration of its smoke tests.</summary>
    private bool AdvanceTask(PodRuntime pod, DateTimeOffset now, bool due)
    {
        if (pod.Phase == PodPhase.Creating && due)
        {
            pod.Phase = PodPhase.Running;
            pod.StartedAt = now;
            pod.DueAt = pod.SmokeTest is null ? now + TimeSpan.FromSeconds(Math.Max(0, cluster.Options.RolloutSeconds) * ShareOfRollout) : null;
            logs.Start(pod.Name, now, PodTasks.FirstLines(pod));
            Normal(pod, Kubelet, "Started", $"Started container {pod.Container}");
            if (pod.SmokeTest is { } target)
            {
                smokeTests.Begin(pod, target);
            }

            return true;
        }

        if (pod.Phase != PodPhase.Running || (pod.SmokeTest is null ? due ? PodTasks.End(pod, cluster) : null : smokeTests.Take(pod)) is not { } end)
        {
            return false;
        }

        pod.Phase = end.ExitCode == 0 ? PodPhase.Succeeded : PodPhase.Failed;
        pod.ExitCode = end.ExitCode;
        pod.LastFinishedAt = now;
        pod.DueAt = null;
        logs.Append(pod.Name, now, end.Output);
        return true;
    }

    private bool Pull(PodRuntime pod, DateTimeOffset now, TimeSpan step)
    {
        if (!IsMissing(pod))
        {
            Normal(pod, Kubelet, "Pulled", $"Successfully pulled image \"{pod.Image}\"");
            return Start(pod, now, step);
        }

        pod.Pulls++;
        pod.Phase = PodPhase.ErrImagePull;
        pod.DueAt = now + (cluster.Instant ? TimeSpan.Zero : TimeSpan.FromSeconds(1));
        Warning(pod, "Failed", $"Failed to pull image \"{pod.Image}\": {PullError(pod.Image)}");
        Warning(pod, "Failed", "Error: ErrImagePull");
        return true;
    }

    private bool Start(PodRuntime pod, DateTimeOffset now, TimeSpan step)
    {
        pod.Phase = PodPhase.Running;
        pod.StartedAt = now;
        pod.DueAt = now + (step / 2);
        logs.Start(pod.Name, now, SampleLogs.Booting(pod.Application, pod.Tag));
        Normal(pod, Kubelet, "Started", $"Started container {pod.Container}");
        return true;
    }

    /// <summary>Whether the pod is unschedulable; Jobs always find a node.</summary>
    private bool IsTooLarge(PodRuntime pod) => !pod.RunsToEnd && Has(pod, Misbehaviour.Unschedulable);

    private bool IsMissing(PodRuntime pod) => Has(pod, Misbehaviour.ImageMissing) || cluster.Images.IsUnbuilt(pod.Application, pod.Tag);

    private bool Crashes(PodRuntime pod) => Has(pod, Misbehaviour.CrashLoop) || Has(pod, Misbehaviour.OomKilled);

    private bool Crash(PodRuntime pod, DateTimeOffset now)
    {
        pod.LastStartedAt = pod.StartedAt;
        pod.LastFinishedAt = now;
        pod.Phase = PodPhase.Terminated;
        pod.DueAt = now + (cluster.Instant ? TimeSpan.Zero : TimeSpan.FromSeconds(1));
        if (Has(pod, Misbehaviour.OomKilled))
        {
            pod.ExitCode = OutOfMemory; // A container killed by the kernel writes no final output.
        }
        else
        {
            pod.ExitCode = 1;
            logs.Append(pod.Name, now, SampleLogs.Crashing(pod.Application));
        }

        logs.End(pod.Name);
        return true;
    }

    private bool AwaitRestart(PodRuntime pod, DateTimeOffset now)
    {
        pod.Restarts++;
        pod.Phase = PodPhase.CrashLoopBackOff;
        pod.DueAt = now + BackOff(pod.Restarts);
        Warning(pod, "BackOff", $"Back-off restarting failed container {pod.Container} in pod {pod.Name.Name}_{pod.Name.Namespace}({pod.Uid})");
        return true;
    }

    private bool FailProbe(PodRuntime pod, DateTimeOffset now)
    {
        pod.Slowed = true;
        pod.DueAt = now + ProbePeriod;
        Warning(pod, "Unhealthy", $"Readiness probe failed: Get \"http://{pod.Ip}:3000/healthcheck/ready\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        return true;
    }

    private bool Has(PodRuntime pod, Misbehaviour misbehaviour) =>
        cluster.Faults.Has(misbehaviour, pod.Application, pod.Tag, cluster.Environment);

    private void Normal(PodRuntime pod, string component, string reason, string message) =>
        Normal(pod, component, reason, message, Field(pod));

    private void Normal(PodRuntime pod, string component, string reason, string message, string? field) =>
        cluster.Events.Normal(ResourceKinds.Pods, pod.Name, pod.Uid, component, reason, message, field);

    private void Warning(PodRuntime pod, string reason, string message) =>
        cluster.Events.Warning(ResourceKinds.Pods, pod.Name, pod.Uid, Kubelet, reason, message, Field(pod));

    private static string Field(PodRuntime pod) => $"spec.containers{{{pod.Container}}}";
}
