using System.Collections.Concurrent;
using System.Collections.Immutable;
using Release.Core.Applications;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>
/// An informer's objects by application, kept as they change: a look at one cell costs its own objects, however many the
/// cluster has. One informer writes it; anybody reads it.
/// </summary>
internal sealed class ApplicationIndex<T>
    where T : class, IKubernetesObject
{
    private readonly ConcurrentDictionary<ApplicationName, ImmutableDictionary<ObjectKey, T>> _byApplication = new();
    private readonly Func<ObjectMeta, IReadOnlyList<ApplicationName>> _applicationsOf;

    public ApplicationIndex(Informer<T> informer, Func<ObjectMeta, IReadOnlyList<ApplicationName>> applicationsOf)
    {
        _applicationsOf = applicationsOf;
        informer.Changed += Take;
    }

    public IReadOnlyCollection<T> Of(ApplicationName application) =>
        _byApplication.TryGetValue(application, out var found) ? [.. found.Values] : [];

    private void Take(InformerChange<T> change)
    {
        var after = change.After is { } item ? _applicationsOf(item.Metadata) : [];
        foreach (var gone in change.Before is { } before ? _applicationsOf(before.Metadata).Except(after) : [])
        {
            Remove(gone, ObjectKey.Of(change.Before!.Metadata));
        }

        foreach (var application in after)
        {
            var key = ObjectKey.Of(change.After!.Metadata);
            _byApplication[application] = _byApplication.GetValueOrDefault(application, ImmutableDictionary<ObjectKey, T>.Empty).SetItem(key, change.After);
        }
    }

    private void Remove(ApplicationName application, ObjectKey key)
    {
        if (!_byApplication.TryGetValue(application, out var found))
        {
            return;
        }

        var rest = found.Remove(key);
        if (rest.IsEmpty)
        {
            _byApplication.TryRemove(application, out _);
        }
        else
        {
            _byApplication[application] = rest;
        }
    }
}
