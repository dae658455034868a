using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Kubernetes;

/// <summary>
/// One cluster's objects with a single, gapless resource version and a bounded history.
/// Every write raises the version by one, so a version is also an index into the history.
/// </summary>
internal sealed class ObjectStore(TimeProvider time, long firstVersion, int historyLength = ObjectStore.DefaultHistoryLength)
{
    public const int DefaultHistoryLength = 3000;

    private readonly Lock _gate = new();
    private readonly AsyncSignal _changed = new();
    private readonly StoreChange[] _history = new StoreChange[historyLength];
    private readonly Dictionary<ResourceKind, SortedDictionary<ObjectName, StoredObject>> _objects =
        ResourceKinds.All.ToDictionary(kind => kind, _ => new SortedDictionary<ObjectName, StoredObject>());

    private readonly long _first = firstVersion;
    private long _version = firstVersion;

    public long Version => Interlocked.Read(ref _version);

    /// <summary>Completes at the next change; take it before reading.</summary>
    public Task NextChange => _changed.Next;

    public StoredObject? Find(ResourceKind kind, string @namespace, string name)
    {
        lock (_gate)
        {
            return _objects[kind].GetValueOrDefault(new ObjectName(@namespace, name));
        }
    }

    /// <summary>Everything of a kind, in a namespace or (null) in all, with the version of that moment.</summary>
    public (IReadOnlyList<StoredObject> Items, long Version) List(ResourceKind kind, string? @namespace)
    {
        lock (_gate)
        {
            var items = new List<StoredObject>();
            foreach (var (name, item) in _objects[kind])
            {
                if (@namespace is null || name.Namespace == @namespace)
                {
                    items.Add(item);
                }
            }

            return (items, _version);
        }
    }

    /// <summary>Changes after a version, oldest first.</summary>
    /// <exception cref="KubernetesError">410 when the history no longer reaches back that far.</exception>
    public IReadOnlyList<StoreChange> ReadSince(long version)
    {
        lock (_gate)
        {
            EnsureReachable(version);
            var changes = new List<StoreChange>((int)Math.Max(0, _version - version));
            for (var at = version + 1; at <= _version; at++)
            {
                changes.Add(_history[at % historyLength]);
            }

            return changes;
        }
    }

    public void EnsureReachable(long version)
    {
        lock (_gate)
        {
            var oldest = Math.Max(_first, _version - historyLength);
            if (version < oldest)
            {
                throw KubernetesError.Expired(version, oldest);
            }
        }
    }

    /// <exception cref="KubernetesError">409 when it exists, 404 when its namespace does not, 422 when it has no name.</exception>
    public StoredObject Create(ResourceKind kind, JsonObject content, bool external = false)
    {
        var metadata = ObjectMetadata.Prepare(kind, content, time.GetUtcNow());
        var name = ObjectMetadata.NameOf(kind, metadata);
        lock (_gate)
        {
            if (kind.Namespaced && !_objects[ResourceKinds.Namespaces].ContainsKey(new ObjectName("", name.Namespace)))
            {
                throw KubernetesError.NotFound(ResourceKinds.Namespaces, name.Namespace);
            }

            if (_objects[kind].ContainsKey(name))
            {
                throw KubernetesError.AlreadyExists(kind, name.Name);
            }

            return Write(kind, name, content, null, external);
        }
    }

    /// <summary>Applies a change to the newest state; writes nothing when nothing differs.</summary>
    /// <exception cref="KubernetesError">404, or 409 when the changed object names another resource version.</exception>
    public StoredObject Update(
        ResourceKind kind, string @namespace, string name, Func<JsonObject, JsonObject> change, UpdateScope scope = UpdateScope.Whole, bool external = false)
    {
        var key = new ObjectName(@namespace, name);
        lock (_gate)
        {
            var current = _objects[kind].GetValueOrDefault(key) ?? throw KubernetesError.NotFound(kind, name);
            var before = current.Read();
            var after = change(current.Read());
            ObjectMetadata.Reconcile(kind, before, after, scope);
            return JsonNode.DeepEquals(before, after) ? current : Write(kind, key, after, current, external);
        }
    }

    /// <returns>The object as it was, or null when there was none.</returns>
    public StoredObject? Delete(ResourceKind kind, string @namespace, string name, bool external = false)
    {
        var key = new ObjectName(@namespace, name);
        lock (_gate)
        {
            if (!_objects[kind].Remove(key, out var current))
            {
                return null;
            }

            var last = current.Read();
            var deleted = Snapshot(kind, key, last, _version + 1);
            Append(new StoreChange(StoreChange.Deleted, deleted, current, external));
            return deleted;
        }
    }

    private StoredObject Write(ResourceKind kind, ObjectName name, JsonObject content, StoredObject? previous, bool external)
    {
        var stored = Snapshot(kind, name, content, _version + 1);
        _objects[kind][name] = stored;
        Append(new StoreChange(previous is null ? StoreChange.Added : StoreChange.Modified, stored, previous, external));
        return stored;
    }

    private static StoredObject Snapshot(ResourceKind kind, ObjectName name, JsonObject content, long version)
    {
        var metadata = content["metadata"]!.AsObject();
        metadata["resourceVersion"] = version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new StoredObject(kind, name, version, ObjectMetadata.Serialize(content), ObjectMetadata.LabelsOf(metadata));
    }

    private void Append(StoreChange change)
    {
        _history[change.Object.Version % historyLength] = change;
        Interlocked.Exchange(ref _version, change.Object.Version);
        _changed.Set();
    }
}
