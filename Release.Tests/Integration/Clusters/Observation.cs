using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Watch;
using WatchEventType = k8s.WatchEventType;

namespace Release.Tests.Integration.Clusters;

/// <summary>Waits for a condition of objects by list and watch, never by asking again and again.</summary>
internal static class Observation
{
    /// <summary>Far longer than anything should take: only a wrong expectation reaches it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The objects of a selection as soon as they fulfil the condition.</summary>
    /// <exception cref="TimeoutException">They did not; the message has what was there instead.</exception>
    public static async Task<IReadOnlyList<T>> UntilAsync<T>(
        ClusterClient client, ResourceKind<T> kind, ObjectSelection selection, Func<IReadOnlyList<T>, bool> condition, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var items = new Dictionary<ObjectKey, T>();
        try
        {
            while (true)
            {
                if (await FollowAsync(client, kind, selection, condition, items, both.Token) is { } found)
                {
                    return found;
                }
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Waited in vain for {kind} in {selection.Namespace}; there were: {string.Join(", ", items.Values)}", exception);
        }
    }

    /// <summary>One object, as soon as it fulfils the condition.</summary>
    public static async Task<T> UntilAsync<T>(
        ClusterClient client, ResourceKind<T> kind, string @namespace, string name, Func<T, bool> condition, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        (await UntilAsync(client, kind, new ObjectSelection(@namespace, Fields: $"metadata.name={name}"), items => items.Any(condition), cancellationToken)).First(condition);

    /// <summary>Null when the watch ended: list again.</summary>
    private static async Task<IReadOnlyList<T>?> FollowAsync<T>(
        ClusterClient client, ResourceKind<T> kind, ObjectSelection selection, Func<IReadOnlyList<T>, bool> condition, Dictionary<ObjectKey, T> items, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        var list = await client.ListAsync(kind, selection, cancellationToken);
        items.Clear();
        foreach (var item in list.Items)
        {
            items[ObjectKey.Of(item.Metadata)] = item;
        }

        if (condition([.. items.Values]))
        {
            return [.. items.Values];
        }

        await foreach (var change in client.WatchAsync(kind, selection, list.ResourceVersion, cancellationToken))
        {
            if (change.Object is { } item)
            {
                if (change.Type == WatchEventType.Deleted)
                {
                    items.Remove(ObjectKey.Of(item.Metadata));
                }
                else
                {
                    items[ObjectKey.Of(item.Metadata)] = item;
                }

                if (condition([.. items.Values]))
                {
                    return [.. items.Values];
                }
            }
        }

        return null;
    }
}
