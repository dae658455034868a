using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes.Workloads;

/// <summary>Reads workloads from the API server: decisions about a rollout never come from a cache.</summary>
internal sealed class KubernetesWorkloads(IClusterClients clients, ApplicationPlacements placements) : IWorkloads
{
    /// <summary>Events are read for at most this many pods that are not ready; the others usually have the same problem.</summary>
    private const int MaxPodsWithEvents = 3;

    public async Task<WorkloadState> FindAsync(Cell cell, CancellationToken cancellationToken)
    {
        var client = clients.For(cell.Environment);
        var place = placements.Of(cell.Application);
        var selection = new ObjectSelection(place.Namespace, place.Selector);
        var deployments = await client.ListAsync(ResourceKinds.Deployments, selection, cancellationToken);
        var pods = await client.ListAsync(ResourceKinds.Pods, selection, cancellationToken);
        Pod[] own = [.. pods.Items.Where(pod => Matches(cell, pod) && !pod.IsTerminating && !pod.HasEnded)];
        var events = await EventsAsync(client, place.Namespace, own, cancellationToken);
        return new WorkloadState(
            [.. deployments.Items.Where(deployment => Matches(cell, deployment)).Select(deployment => RolloutMapping.Map(deployment, place.Namespace))],
            [.. own.Select(pod => PodMapping.Map(pod, place.Namespace, events.GetValueOrDefault(pod.Metadata.Name) ?? []))]);
    }

    public async Task<string> PodLogAsync(
        EnvironmentName environment, string @namespace, string pod, bool previous, int lines, CancellationToken cancellationToken)
    {
        var client = clients.For(environment);
        var found = await client.GetAsync(ResourceKinds.Pods, @namespace, pod, cancellationToken);
        var container = found?.Spec?.First?.Name;
        var log = found is null ? null : await client.PodLogAsync(@namespace, pod, container, previous, lines, cancellationToken);
        if (log is null && found is not null && previous)
        {
            // Until the container restarts, the crashed container's log can still be the current one.
            log = await client.PodLogAsync(@namespace, pod, container, previous: false, lines, cancellationToken);
        }

        return log ?? "";
    }

    public async Task<string> JobLogAsync(EnvironmentName environment, string @namespace, string job, int lines, CancellationToken cancellationToken)
    {
        if (!KubernetesName.IsLabelValue(job))
        {
            return "";
        }

        var client = clients.For(environment);
        var pods = await client.ListAsync(ResourceKinds.Pods, new ObjectSelection(@namespace, $"job-name={job}"), cancellationToken);
        var logs = new List<string>();
        foreach (var pod in pods.Items.OrderBy(pod => pod.Metadata.CreationTimestamp))
        {
            if (await client.PodLogAsync(@namespace, pod.Metadata.Name, pod.Spec?.First?.Name, previous: false, lines, cancellationToken) is { Length: > 0 } log)
            {
                logs.Add(log);
            }
        }

        // The last pod's failure made the Job fail.
        return logs.Count == 0 ? "" : logs[^1];
    }

    public async Task<PodProblem?> JobProblemAsync(EnvironmentName environment, string @namespace, string job, CancellationToken cancellationToken)
    {
        if (!KubernetesName.IsLabelValue(job))
        {
            return null;
        }

        var client = clients.For(environment);
        var pods = await client.ListAsync(ResourceKinds.Pods, new ObjectSelection(@namespace, $"job-name={job}"), cancellationToken);
        if (pods.Items.MaxBy(pod => pod.Metadata.CreationTimestamp) is not { } newest || newest.Status?.Phase == "Succeeded")
        {
            return null;
        }

        var events = await EventsAsync(client, @namespace, [newest], cancellationToken);
        return PodProblems.Of(newest, events.GetValueOrDefault(newest.Metadata.Name) ?? []);
    }

    private bool Matches(Cell cell, IKubernetesObject item) => placements.Matches(cell.Application, item.Metadata);

    /// <summary>The events of pods that are not ready, by pod name.</summary>
    private static async Task<IReadOnlyDictionary<string, KubernetesEvent[]>> EventsAsync(
        ClusterClient client, string @namespace, IEnumerable<Pod> pods, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, KubernetesEvent[]>(StringComparer.Ordinal);
        foreach (var pod in pods.Where(pod => !pod.IsReady).Take(MaxPodsWithEvents))
        {
            var name = pod.Metadata.Name;
            var events = await client.ListAsync(
                ResourceKinds.Events, new ObjectSelection(@namespace, Fields: $"involvedObject.kind=Pod,involvedObject.name={name}"), cancellationToken);
            found[name] = [.. events.Items.Where(item => item.InvolvedObject?.Kind == "Pod" && item.InvolvedObject.Name == name).OrderByDescending(item => item.At)];
        }

        return found;
    }
}
