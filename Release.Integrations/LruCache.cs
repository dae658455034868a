using System.Diagnostics.CodeAnalysis;

namespace Release.Integrations;

/// <summary>A cache limited by number and weight of entries; it drops the least recently used first.</summary>
internal sealed class LruCache<TKey, TValue>(int mostEntries, long mostWeight = long.MaxValue, Func<TValue, long>? weigh = null)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = new();
    private long _weight;

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(key, out var node))
            {
                value = null;
                return false;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            value = node.Value.Value;
            return true;
        }
    }

    public void Keep(TKey key, TValue value)
    {
        lock (_lock)
        {
            RemoveNow(key);
            _nodes[key] = _order.AddFirst((key, value));
            _weight += Weigh(value);
            while (_order.Last is { } oldest && (_nodes.Count > mostEntries || _weight > mostWeight))
            {
                RemoveNow(oldest.Value.Key);
            }
        }
    }

    public void Remove(TKey key)
    {
        lock (_lock)
        {
            RemoveNow(key);
        }
    }

    private void RemoveNow(TKey key)
    {
        if (_nodes.Remove(key, out var node))
        {
            _order.Remove(node);
            _weight -= Weigh(node.Value.Value);
        }
    }

    private long Weigh(TValue value) => weigh?.Invoke(value) ?? 1;
}
