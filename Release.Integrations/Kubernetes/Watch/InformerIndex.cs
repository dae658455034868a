using System.Collections.Concurrent;
using System.Collections.Immutable;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes.Watch;

/// <summary>
/// An informer's objects by a key, updated as they change, so that reading one cell does not scan the whole cluster. One
/// informer writes it; any thread may read it.
/// </summary>
internal sealed class InformerIndex<T, TKey>
    where T : class, IKubernetesObject
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, ImmutableDictionary<ObjectKey, T>> _byKey = new();
    private readonly Func<T, IEnumerable<TKey>> _keys;

    /// <param name="keys">The keys of an object: none, one or several.</param>
    public InformerIndex(Informer<T> informer, Func<T, IEnumerable<TKey>> keys)
    {
        _keys = keys;
        informer.Changed += Take;
    }

    /// <summary>A snapshot of the objects with a key; empty if there are none.</summary>
    public IReadOnlyCollection<T> Of(TKey key) => _byKey.TryGetValue(key, out var found) ? [.. found.Values] : [];

    private void Take(InformerChange<T> change)
    {
        TKey[] after = change.After is { } item ? [.. _keys(item)] : [];
        foreach (var gone in change.Before is { } before ? _keys(before).Except(after) : [])
        {
            Remove(gone, ObjectKey.Of(change.Before!.Metadata));
        }

        foreach (var key in after)
        {
            _byKey[key] = _byKey.GetValueOrDefault(key, ImmutableDictionary<ObjectKey, T>.Empty).SetItem(ObjectKey.Of(change.After!.Metadata), change.After);
        }
    }

    private void Remove(TKey key, ObjectKey name)
    {
        if (!_byKey.TryGetValue(key, out var found))
        {
            return;
        }

        var rest = found.Remove(name);
        if (rest.IsEmpty)
        {
            _byKey.TryRemove(key, out _);
        }
        else
        {
            _byKey[key] = rest;
        }
    }
}
