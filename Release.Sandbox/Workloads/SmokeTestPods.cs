using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>Runs the smoke tests of test pods: requests the application through its service, outside the cluster's loop.</summary>
internal sealed class SmokeTestPods(ClusterContext cluster) : IAsyncDisposable
{
    private const int Failed = 1;
    private const int CouldNotRun = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, TaskResult> _ends = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Task Running, CancellationTokenSource Cancel)> _runs = new(StringComparer.Ordinal);

    public void Begin(PodRuntime pod, SmokeTestTarget target)
    {
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        _runs[pod.Uid] = (Task.Run(() => RunAsync(pod, target, cancel.Token), CancellationToken.None), cancel);
    }

    /// <summary>The result of a pod's tests; null while they run.</summary>
    public TaskResult? Take(PodRuntime pod) => _ends.TryRemove(pod.Uid, out var end) ? end : null;

    /// <summary>Stops the tests of a deleted pod.</summary>
    public void Forget(PodRuntime pod)
    {
        if (_runs.TryRemove(pod.Uid, out var run))
        {
            run.Cancel.Cancel();
            run.Cancel.Dispose();
        }

        _ends.TryRemove(pod.Uid, out _);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_runs.Values.Select(run => run.Running));
        foreach (var (_, cancel) in _runs.Values)
        {
            cancel.Dispose();
        }

        _http.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(PodRuntime pod, SmokeTestTarget target, CancellationToken cancellationToken)
    {
        TaskResult end;
        try
        {
            end = await RequestAsync(AddressOf(pod, target), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return; // The pod was deleted, or the sandbox is stopping.
        }
        catch (Exception exception)
        {
            // Any failure must end the tests, otherwise the pod would run for ever.
            end = new TaskResult(CouldNotRun, [$"Error: {exception.Message}"]);
        }

        _ends[pod.Uid] = end;
        cluster.Plane.Post(WorkKind.Pod, pod.Name);
    }

    private async Task<TaskResult> RequestAsync(Uri address, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var response = await _http.GetAsync(address, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            switch (response.StatusCode)
            {
                case HttpStatusCode.Accepted:
                    await Task.Delay(Pause, cluster.Plane.Time, cancellationToken);
                    continue;
                case HttpStatusCode.OK:
                    return new TaskResult(0, Lines(JsonNode.Parse(text)?["output"].Text() ?? ""));
                default:
                    return new TaskResult(response.StatusCode == HttpStatusCode.InternalServerError ? Failed : CouldNotRun, Lines(text));
            }
        }
    }

    /// <summary>Uses the pod's uid as name of the run, so that a flaky test fails in its first pod and passes in the next.</summary>
    private Uri AddressOf(PodRuntime pod, SmokeTestTarget target)
    {
        var own = cluster.Store.Find(ResourceKinds.Deployments, pod.Name.Namespace, target.Application) is not null;
        var @namespace = own ? pod.Name.Namespace : ApplicationDefinition.Of(target.Application).First().Namespace;
        return new Uri(cluster.ServicesAddress, $"services/{@namespace}/{Uri.EscapeDataString(target.Application)}/smoke-test?run={pod.Uid}");
    }

    /// <summary>The output without the first line, which the log contains already.</summary>
    private static List<string> Lines(string output) =>
        [.. output.TrimEnd('\n').Split('\n').SkipWhile(line => line.StartsWith("> playwright", StringComparison.Ordinal))];
}
