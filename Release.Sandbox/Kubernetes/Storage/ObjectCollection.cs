namespace Release.Sandbox.Kubernetes.Storage;

/// <summary>
/// All objects of one kind. Lists are immutable arrays: rebuilt only after a change, shared by all
/// readers, and kept for a while for paged lists. Not thread-safe: the store's lock guards it.
/// </summary>
internal sealed class ObjectCollection
{
    private const int KeptSnapshots = 8;

    private readonly SortedDictionary<ObjectName, StoredObject> _objects = [];
    private readonly List<(long Version, StoredObject[] Items)> _snapshots = [];
    private StoredObject[]? _newest;
    private long _changedAt;

    public StoredObject? Find(ObjectName name) => _objects.GetValueOrDefault(name);

    public void Set(StoredObject item)
    {
        _objects[item.Name] = item;
        Changed(item.Version);
    }

    public void Remove(ObjectName name, long version)
    {
        _objects.Remove(name);
        Changed(version);
    }

    /// <summary>Sorted by name.</summary>
    public StoredObject[] List() => _newest ??= [.. _objects.Values];

    /// <summary>The objects at an earlier version: the current ones with the changes since then undone.</summary>
    /// <param name="kind">The shelf's kind.</param>
    /// <param name="version">A version that the history still covers.</param>
    /// <param name="history">History of the whole store.</param>
    public StoredObject[] ListAt(ResourceKind kind, long version, ObjectHistory history)
    {
        if (version >= _changedAt)
        {
            return List();
        }

        var at = _snapshots.FindIndex(snapshot => snapshot.Version == version);
        if (at >= 0)
        {
            return _snapshots[at].Items;
        }

        var items = Undo(kind, history.After(version));
        if (_snapshots.Count == KeptSnapshots)
        {
            _snapshots.RemoveAt(0);
        }

        _snapshots.Add((version, items));
        return items;
    }

    private StoredObject[] Undo(ResourceKind kind, List<StoreChange> changes)
    {
        var before = new SortedDictionary<ObjectName, StoredObject?>();
        foreach (var change in changes.Where(change => change.Object.Kind == kind))
        {
            before.TryAdd(change.Object.Name, change.Previous);
        }

        var items = new List<StoredObject>(_objects.Count + before.Count);
        using var earlier = before.GetEnumerator();
        var more = earlier.MoveNext();
        foreach (var item in List())
        {
            while (more && earlier.Current.Key <= item.Name)
            {
                Take(earlier.Current.Value);
                more = earlier.MoveNext();
            }

            if (!before.ContainsKey(item.Name))
            {
                items.Add(item);
            }
        }

        for (; more; more = earlier.MoveNext())
        {
            Take(earlier.Current.Value);
        }

        return [.. items];

        void Take(StoredObject? item)
        {
            if (item is not null)
            {
                items.Add(item);
            }
        }
    }

    private void Changed(long version)
    {
        _newest = null;
        _changedAt = version;
    }
}

/// <summary>Binary search in a list sorted by name.</summary>
internal static class SortedItems
{
    /// <returns>The index of the first item with that name or a later one; the number of items when there is none.</returns>
    public static int FirstAtOrAfter(IReadOnlyList<StoredObject> items, ObjectName name)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (items[middle].Name < name)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
