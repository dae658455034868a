using System.Globalization;
using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes.Fields;

namespace Release.Sandbox.Kubernetes.Storage;

/// <summary>One cluster's objects with a single resource version and a bounded history.</summary>
internal sealed class ObjectStore(TimeProvider time, long firstVersion, int historyLength = ObjectStore.DefaultHistoryLength)
{
    public const int DefaultHistoryLength = 8000;

    private readonly Lock _gate = new();
    private readonly AsyncSignal _changed = new();
    private readonly ObjectHistory _history = new(firstVersion, historyLength);
    private readonly Dictionary<ResourceKind, ObjectCollection> _shelves = ResourceKinds.All.ToDictionary(kind => kind, _ => new ObjectCollection());

    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _history.Version;
            }
        }
    }

    /// <summary>Completes at the next change; take it before reading.</summary>
    public Task NextChange => _changed.Next;

    public StoredObject? Find(ResourceKind kind, string @namespace, string name)
    {
        lock (_gate)
        {
            return _shelves[kind].Find(new ObjectName(@namespace, name));
        }
    }

    /// <summary>All objects of a kind, in one namespace or (null) in all, with the current version.</summary>
    public (IReadOnlyList<StoredObject> Items, long Version) List(ResourceKind kind, string? @namespace)
    {
        lock (_gate)
        {
            return (Within(_shelves[kind].List(), @namespace), _history.Version);
        }
    }

    /// <summary>The result of <see cref="List"/> at an earlier version.</summary>
    /// <exception cref="KubernetesError">410 when the history no longer reaches back that far.</exception>
    public IReadOnlyList<StoredObject> ListAt(ResourceKind kind, string? @namespace, long version)
    {
        lock (_gate)
        {
            _history.EnsureReachable(version);
            return Within(_shelves[kind].ListAt(kind, version, _history), @namespace);
        }
    }

    /// <summary>Changes after a version, oldest first.</summary>
    /// <exception cref="KubernetesError">410 when the history no longer reaches back that far.</exception>
    public IReadOnlyList<StoreChange> ReadSince(long version)
    {
        lock (_gate)
        {
            return _history.After(version);
        }
    }

    public void EnsureReachable(long version)
    {
        lock (_gate)
        {
            _history.EnsureReachable(version);
        }
    }

    /// <summary>Drops the history, so that resuming from an earlier version gets 410.</summary>
    public void ForgetHistory()
    {
        lock (_gate)
        {
            _history.Forget();
        }

        _changed.Set();
    }

    public StoredObject Create(ResourceKind kind, JsonObject content, bool external = false) =>
        Create(kind, content, external ? StoreWrite.Client : StoreWrite.Internal);

    /// <exception cref="KubernetesError">409 when it exists, 404 when its namespace does not, 422 when it has no name.</exception>
    public StoredObject Create(ResourceKind kind, JsonObject content, StoreWrite write)
    {
        var now = time.GetUtcNow();
        var metadata = ObjectMetadata.Prepare(kind, content, now, identified: write.External);
        var name = ObjectMetadata.NameOf(kind, metadata);
        if (write.Manager is { } manager)
        {
            FieldOwnership.Track(kind, [], content, manager, write.Subresource, now);
        }

        lock (_gate)
        {
            CheckNamespace(kind, name, write);

            if (_shelves[kind].Find(name) is not null)
            {
                throw KubernetesError.AlreadyExists(kind, name.Name);
            }

            return Write(kind, name, content, null, write);
        }
    }

    public StoredObject Update(
        ResourceKind kind, string @namespace, string name, Func<JsonObject, JsonObject> change, UpdateScope scope = UpdateScope.Whole, bool external = false) =>
        Update(kind, @namespace, name, change, scope, external ? StoreWrite.Client : StoreWrite.Internal);

    /// <summary>Applies a change to the newest state; an unchanged object is not written.</summary>
    /// <exception cref="KubernetesError">404, or 409 when the changed object names another resource version.</exception>
    public StoredObject Update(
        ResourceKind kind, string @namespace, string name, Func<JsonObject, JsonObject> change, UpdateScope scope, StoreWrite write)
    {
        var key = new ObjectName(@namespace, name);
        lock (_gate)
        {
            var current = _shelves[kind].Find(key) ?? throw KubernetesError.NotFound(kind, name);
            var before = current.Read();
            var after = change(current.Read());
            ObjectMetadata.Reconcile(kind, before, after, scope);
            if (write.Manager is { } manager)
            {
                FieldOwnership.Track(kind, before, after, manager, write.Subresource, time.GetUtcNow());
            }

            if (JsonNode.DeepEquals(before, after))
            {
                return current;
            }

            return IsFinished(after) ? Remove(kind, key, current, after, write) : Write(kind, key, after, current, write);
        }
    }

    /// <summary>Deletes an object at once, ignoring finalizers.</summary>
    /// <returns>The object as it was, or null when there was none.</returns>
    public StoredObject? Delete(ResourceKind kind, string @namespace, string name, bool external = false)
    {
        var key = new ObjectName(@namespace, name);
        lock (_gate)
        {
            return _shelves[kind].Find(key) is { } current
                ? Remove(kind, key, current, current.Read(), external ? StoreWrite.Client : StoreWrite.Internal)
                : null;
        }
    }

    /// <summary>
    /// Handles a client's DELETE: an object with finalizers, or a pod on a node, is only marked; the owner of the
    /// finalizer, or the kubelet, completes the deletion.
    /// </summary>
    /// <returns>The object afterwards, and whether it was removed.</returns>
    /// <exception cref="KubernetesError">404, or 409 when a precondition fails.</exception>
    public (StoredObject Object, bool Gone) Delete(ResourceKind kind, string @namespace, string name, DeleteOptions options, StoreWrite write)
    {
        var key = new ObjectName(@namespace, name);
        lock (_gate)
        {
            var current = _shelves[kind].Find(key) ?? throw KubernetesError.NotFound(kind, name);
            var content = current.Read();
            if (!options.Mark(kind, content, time.GetUtcNow()))
            {
                return (Remove(kind, key, current, content, write), true);
            }

            var marked = JsonNode.DeepEquals(current.Read(), content) ? current : Write(kind, key, content, current, write);
            return (marked, false);
        }
    }

    /// <summary>Refuses new objects in a terminating namespace.</summary>
    private void CheckNamespace(ResourceKind kind, ObjectName name, StoreWrite write)
    {
        if (!kind.Namespaced)
        {
            return;
        }

        var @namespace = _shelves[ResourceKinds.Namespaces].Find(new ObjectName("", name.Namespace)) ?? throw KubernetesError.NotFound(ResourceKinds.Namespaces, name.Namespace);
        if (write.External && @namespace.Json.Span.IndexOf("\"deletionTimestamp\""u8) >= 0)
        {
            throw KubernetesError.Forbidden(
                $"{kind.QualifiedName} \"{name.Name}\" is forbidden: unable to create new content in namespace {name.Namespace} because it is being terminated",
                KubernetesError.About(kind, name.Name));
        }
    }

    /// <summary>Whether it is marked for deletion and nothing delays that any more.</summary>
    private static bool IsFinished(JsonObject content) =>
        content["metadata"]!["deletionTimestamp"] is not null
        && content["metadata"]!["finalizers"] is null or JsonArray { Count: 0 }
        && content["spec"]?["finalizers"] is null or JsonArray { Count: 0 }
        && DeleteOptions.GraceOf(content) == 0;

    private StoredObject Remove(ResourceKind kind, ObjectName name, StoredObject current, JsonObject content, StoreWrite write)
    {
        var deleted = Snapshot(kind, name, content, _history.Version + 1);
        if (!write.DryRun)
        {
            _shelves[kind].Remove(name, deleted.Version);
            Append(new StoreChange(StoreChange.Deleted, deleted, current, write.External));
        }

        return deleted;
    }

    private StoredObject Write(ResourceKind kind, ObjectName name, JsonObject content, StoredObject? previous, StoreWrite write)
    {
        if (write.DryRun)
        {
            return Snapshot(kind, name, content, previous?.Version);
        }

        var stored = Snapshot(kind, name, content, _history.Version + 1);
        _shelves[kind].Set(stored);
        Append(new StoreChange(previous is null ? StoreChange.Added : StoreChange.Modified, stored, previous, write.External));
        return stored;
    }

    private static StoredObject Snapshot(ResourceKind kind, ObjectName name, JsonObject content, long? version)
    {
        var metadata = content["metadata"]!.AsObject();
        if (version is { } number)
        {
            metadata["resourceVersion"] = number.ToString(CultureInfo.InvariantCulture);
        }

        PutTypeFirst(kind, content);
        return new StoredObject(kind, name, version ?? 0, ObjectMetadata.Serialize(content), LabelSet.Of(metadata));
    }

    /// <summary>Puts kind and apiVersion first, so that lists can cut them off for built-in kinds.</summary>
    private static void PutTypeFirst(ResourceKind kind, JsonObject content)
    {
        if (content.GetAt(0).Key == "kind" && content.GetAt(1).Key == "apiVersion")
        {
            return;
        }

        content.Remove("kind");
        content.Remove("apiVersion");
        content.Insert(0, "kind", kind.Kind);
        content.Insert(1, "apiVersion", kind.ApiVersion);
    }

    private void Append(StoreChange change)
    {
        _history.Append(change);
        _changed.Set();
    }

    /// <summary>The part of a sorted list in one namespace.</summary>
    private static IReadOnlyList<StoredObject> Within(StoredObject[] items, string? @namespace)
    {
        if (@namespace is null)
        {
            return items;
        }

        var from = SortedItems.FirstAtOrAfter(items, new ObjectName(@namespace, ""));
        var to = SortedItems.FirstAtOrAfter(items, new ObjectName(@namespace + "\0", ""));
        return new ArraySegment<StoredObject>(items, from, to - from);
    }
}

/// <summary>Options of a write to the store.</summary>
/// <param name="External">True when a client asked and not one of the sandbox's controllers; a new object has its name and uid already.</param>
/// <param name="Manager">The field manager that becomes owner of changed fields (<c>metadata.managedFields</c>); null keeps the owners.</param>
/// <param name="Subresource">Subresource that is written, such as <c>status</c>; empty for the object itself.</param>
/// <param name="DryRun">Validates and answers without storing.</param>
internal sealed record StoreWrite(bool External = false, string? Manager = null, string Subresource = "", bool DryRun = false)
{
    public static readonly StoreWrite Internal = new();

    public static readonly StoreWrite Client = new(External: true);
}
