using Release.Core.Applications;
using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.SmokeTests;

/// <summary>
/// Runs the tests as a Kubernetes Job. Exit code 0 means passed, 1 failed, anything else could not run (contracts §6). All
/// state is read from the API server each time, so it survives a kill and a change of replica.
/// </summary>
internal sealed class JobSmokeTests(IClusterClients clients, ApplicationPlacements placements, ObservedRuns runs, TimeProvider clock) : ISmokeTestRunner
{
    private const string UidLabel = "batch.kubernetes.io/controller-uid";
    private const string OldUidLabel = "controller-uid";

    public SmokeTestKind Kind => SmokeTestKind.Job;

    public async Task<SmokeTestResult> RunAsync(
        Cell cell, ImageTag version, string run, SmokeTestSettings settings, CancellationToken cancellationToken)
    {
        var part = settings.Job;
        var own = new SmokeTestRun(cell, version, run, placements.Of(cell.Application).Namespace, part.Namespace);
        var observed = runs.Of(own);
        var client = clients.For(cell.Environment);
        var jobs = new SmokeTestObjects<Job>(client, ResourceKinds.Jobs, "Job");
        var (job, instead) = await jobs.FindOrBeginAsync(own, observed, () => JobManifest.Of(own, part), cancellationToken);
        if (job is null)
        {
            return instead!;
        }

        var pod = await NewestPodAsync(client, own, job, cancellationToken);
        var logs = new SmokeTestLogs(client, settings.MaxOutputBytes);
        var container = part.Container ?? pod?.Spec?.First?.Name;
        if (JobOutcome.Of(job, pod, part, observed.Trouble) is { } verdict)
        {
            return verdict.With(await OutputAsync(logs, own, pod, container, cancellationToken), observed);
        }

        if (await HopelessAsync(client, own, job, pod, part, observed, cancellationToken) is { } hopeless)
        {
            return await jobs.EndEarlyAsync(own, observed, hopeless, cancellationToken);
        }

        return await RunningAsync(client, logs, own, pod, container, observed, cancellationToken);
    }

    private static async Task<SmokeTestLog> OutputAsync(SmokeTestLogs logs, SmokeTestRun run, Pod? pod, string? container, CancellationToken cancellationToken) =>
        pod is null
            ? new SmokeTestLog("", "their pod is gone")
            : await logs.AllAsync(run.Namespace, pod.Metadata.Name, container, cancellationToken);

    /// <summary>Why waiting longer would not help; null if it may help.</summary>
    private async Task<string?> HopelessAsync(
        ClusterClient client, SmokeTestRun run, Job job, Pod? pod, SmokeTestSettings.JobPart part, ObservedRun observed, CancellationToken cancellationToken)
    {
        if (pod is not null && PodOutcome.IsHopeless(pod))
        {
            return PodOutcome.HopelessProblem(pod, await EventsAsync(client, run, "Pod", pod.Metadata.Name, cancellationToken));
        }

        // At its deadline a Job's pods are deleted before its condition is set, so wait for the condition.
        var age = clock.GetUtcNow() - (job.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue);
        if (pod is null && (observed.HasRun || age >= part.Times.Deadline))
        {
            return null;
        }

        var hasNode = pod is { HasEnded: true } or { Status.ContainerStatuses.Count: > 0 } || pod?.Condition("PodScheduled")?.Status == "True";
        if (hasNode || age <= part.Times.Start)
        {
            return null;
        }

        var doing = pod is null ? await NoPodAsync(client, run, cancellationToken) : PodOutcome.Doing(pod, part.Container);
        return $"The smoke tests did not start within {part.Times.Start.TotalSeconds:0} seconds. {doing}";
    }

    private static async Task<SmokeTestResult> RunningAsync(
        ClusterClient client, SmokeTestLogs logs, SmokeTestRun run, Pod? pod, string? container, ObservedRun observed, CancellationToken cancellationToken)
    {
        if (pod is null && observed.HasRun)
        {
            return SmokeTestObjects<Job>.Running("The smoke tests' pod is gone; Kubernetes has not reported yet how their Job ended", observed.Output);
        }

        if (pod is null)
        {
            observed.Trouble = await NoPodAsync(client, run, cancellationToken);
            return SmokeTestObjects<Job>.Running(observed.Trouble);
        }

        var doing = PodOutcome.Doing(pod, container);
        if (PodOutcome.Tests(pod, container)?.State is not { Waiting: null })
        {
            observed.Trouble = doing;
            return SmokeTestObjects<Job>.Running(doing);
        }

        (observed.Trouble, observed.HasRun) = (null, true);
        var log = await logs.TailAsync(run.Namespace, pod.Metadata.Name, container, cancellationToken);
        if (log.Problem is null)
        {
            observed.Output = log.Text;
        }

        return SmokeTestObjects<Job>.Running(doing, observed.Output);
    }

    private static async Task<Pod?> NewestPodAsync(ClusterClient client, SmokeTestRun run, Job job, CancellationToken cancellationToken)
    {
        var pods = await client.ListAsync(ResourceKinds.Pods, new ObjectSelection(run.Namespace, $"job-name={run.Name}"), cancellationToken);
        return pods.Items
            .Where(pod => (pod.Metadata.Label(UidLabel) ?? pod.Metadata.Label(OldUidLabel)) is not { } uid || uid == job.Metadata.Uid)
            .MaxBy(pod => pod.Metadata.CreationTimestamp);
    }

    /// <summary>Why there is no pod: quotas, admission rules and missing service accounts are only reported in the Job's events.</summary>
    private static async Task<string> NoPodAsync(ClusterClient client, SmokeTestRun run, CancellationToken cancellationToken)
    {
        var events = await EventsAsync(client, run, "Job", run.Name, cancellationToken);
        return events.FirstOrDefault(item => item.Reason == "FailedCreate")?.Message is { Length: > 0 } message
            ? $"The pod of the smoke tests cannot be created: {message.TrimEnd('.')}"
            : "The smoke tests wait for their pod to be created";
    }

    /// <summary>Newest first.</summary>
    private static async Task<IReadOnlyList<KubernetesEvent>> EventsAsync(
        ClusterClient client, SmokeTestRun run, string kind, string name, CancellationToken cancellationToken)
    {
        var events = await client.ListAsync(
            ResourceKinds.Events, new ObjectSelection(run.Namespace, Fields: $"involvedObject.kind={kind},involvedObject.name={name}"), cancellationToken);
        return [.. events.Items.Where(item => item.InvolvedObject?.Kind == kind && item.InvolvedObject.Name == name).OrderByDescending(item => item.At)];
    }
}
