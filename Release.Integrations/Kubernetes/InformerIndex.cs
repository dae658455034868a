using System.Collections.Concurrent;
using System.Collections.Immutable;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>Finds an informer's objects by a key that they carry. Written by the informer's loop, read by anybody at any time.</summary>
/// <param name="keys">The keys of an object: none, one or several.</param>
internal sealed class InformerIndex<T>(Func<T, IEnumerable<string>> keys)
    where T : class, IKubernetesObject
{
    private readonly ConcurrentDictionary<string, ImmutableDictionary<ObjectKey, T>> _byKey = new(StringComparer.Ordinal);

    /// <summary>The objects with a key, at one moment; empty when there are none.</summary>
    public IReadOnlyCollection<T> Of(string key) => _byKey.TryGetValue(key, out var found) ? found.Values.ToImmutableArray() : [];

    public void Apply(ObjectKey name, T? before, T? after)
    {
        string[] now = after is null ? [] : [.. keys(after).Distinct(StringComparer.Ordinal)];
        foreach (var gone in before is null ? [] : keys(before).Except(now, StringComparer.Ordinal))
        {
            Remove(gone, name);
        }

        foreach (var key in now)
        {
            _byKey[key] = _byKey.GetValueOrDefault(key, ImmutableDictionary<ObjectKey, T>.Empty).SetItem(name, after!);
        }
    }

    private void Remove(string key, ObjectKey name)
    {
        if (_byKey.TryGetValue(key, out var all))
        {
            var left = all.Remove(name);
            if (left.IsEmpty)
            {
                _byKey.TryRemove(key, out _);
            }
            else
            {
                _byKey[key] = left;
            }
        }
    }
}
