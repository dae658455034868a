using System.Runtime.CompilerServices;
using System.Text;

namespace Release.Integrations.Kubernetes;

internal sealed partial class KubernetesClient
{
    /// <summary>The end of a container's log; null when there is no pod, no such container, or no log yet.</summary>
    /// <param name="container">Null for the pod's only one.</param>
    /// <param name="previous">Of the container's last life before this one.</param>
    public Task<string?> PodLogAsync(
        string @namespace, string pod, string? container, bool previous, int tailLines, CancellationToken cancellationToken) =>
        PodLogAsync(new PodLogRequest(@namespace, pod, container, previous, tailLines), cancellationToken);

    /// <summary>
    /// A container's log, of a very long one only the end; null when there is no pod or no log yet (a container that has
    /// not begun, or no previous one).
    /// </summary>
    public Task<string?> PodLogAsync(PodLogRequest request, CancellationToken cancellationToken) =>
        _exchange.AskAsync(Log(request, follow: false) with { MissingIsNull = true, NotYetIsNull = true }, ReadEndAsync, cancellationToken);

    /// <summary>
    /// A container's log line by line as it is written, until the container ends. Lines that are longer than
    /// <see cref="ClusterLimits.LogLine"/> bytes are cut. A lost connection ends it with an
    /// <see cref="Core.Ports.OutsideException"/>: go on with <c>SinceTime</c> and <c>Timestamps</c>.
    /// </summary>
    public async IAsyncEnumerable<string> FollowPodLogAsync(PodLogRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ask = Log(request, follow: true);
        using var response = await _exchange.OpenAsync(ask, cancellationToken);
        await using var lines = new LogLines(await response.Content.ReadAsStreamAsync(cancellationToken), Limits.LogLine);
        while (await NextAsync(lines, ask.Target, cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    private async ValueTask<string?> NextAsync(LogLines lines, RequestTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.NextAsync(cancellationToken);
        }
        catch (Exception exception) when (ClusterErrors.IsTrouble(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw _exchange.Errors.FromTrouble(exception, target);
        }
    }

    private static ClusterRequest Log(PodLogRequest request, bool follow) => new(
        HttpMethod.Get,
        ResourceKinds.Pods.Path(request.Namespace, request.Pod, "log") + QueryText(request.Query(follow)),
        ResourceKinds.Pods.Target("get", request.Namespace, request.Pod, "log"));

    private async ValueTask<string?> ReadEndAsync(Stream body, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        await body.CopyToAsync(all, cancellationToken);
        var start = (int)Math.Max(0, all.Length - Limits.Log);
        return Encoding.UTF8.GetString(all.GetBuffer(), start, (int)all.Length - start);
    }
}
