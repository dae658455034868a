using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Controllers;

/// <summary>
/// Owners and dependents, and the state of every pod, updated from the store's changes. Objects without owners are not parsed,
/// so that a cluster with thousands of objects costs little. Not thread-safe: only the cluster's loop uses it.
/// </summary>
internal sealed class ObjectIndex
{
    private readonly Dictionary<(ResourceKind Kind, ObjectName Name), IndexedObject> _entries = [];
    private readonly Dictionary<string, HashSet<IndexedObject>> _dependents = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectName, PodState> _pods = [];

    public IReadOnlyCollection<PodState> Pods => _pods.Values;

    public PodState? Pod(ObjectName name) => _pods.GetValueOrDefault(name);

    /// <summary>Pods that an owner controls.</summary>
    public IEnumerable<PodState> PodsOf(string ownerUid) =>
        Of(ownerUid, ResourceKinds.Pods).Select(entry => _pods[entry.Name]);

    /// <summary>Objects of a kind that an owner controls, in the order of their names.</summary>
    public IReadOnlyList<IndexedObject> Of(string ownerUid, ResourceKind kind) =>
        [.. Dependents(ownerUid).Where(entry => entry.Kind == kind && entry.Controller?.Uid == ownerUid).OrderBy(entry => entry.Name.Name, StringComparer.Ordinal)];

    public IReadOnlyCollection<IndexedObject> Dependents(string ownerUid) =>
        _dependents.TryGetValue(ownerUid, out var entries) ? entries : [];

    /// <returns>The indexed object, also when it was just deleted; null when it neither owns nor is owned.</returns>
    public IndexedObject? Note(StoreChange change)
    {
        var item = change.Object;
        var before = _entries.GetValueOrDefault((item.Kind, item.Name));
        if (change.Type == StoreChange.Deleted)
        {
            if (before is not null)
            {
                Forget(before);
            }

            return before ?? new IndexedObject(item.Kind, item.Name, item.Read()["metadata"]!["uid"].Text(), []);
        }

        return Read(item, before);
    }

    public void Clear()
    {
        _entries.Clear();
        _dependents.Clear();
        _pods.Clear();
    }

    private IndexedObject? Read(StoredObject item, IndexedObject? before)
    {
        var isPod = item.Kind == ResourceKinds.Pods;
        if (item.Kind == ResourceKinds.Events || (!isPod && before is null && item.Json.Span.IndexOf("\"ownerReferences\""u8) < 0))
        {
            return null;
        }

        var content = item.Read();
        var entry = new IndexedObject(item.Kind, item.Name, content["metadata"]!["uid"].Text(), OwnerReference.Read(content["metadata"]));
        if (before is not null)
        {
            Forget(before);
        }

        _entries[(item.Kind, item.Name)] = entry;
        foreach (var owner in entry.Owners)
        {
            if (!_dependents.TryGetValue(owner.Uid, out var dependents))
            {
                _dependents[owner.Uid] = dependents = [];
            }

            dependents.Add(entry);
        }

        if (isPod)
        {
            _pods[item.Name] = PodState.Read(item, content);
        }

        return entry;
    }

    private void Forget(IndexedObject entry)
    {
        _entries.Remove((entry.Kind, entry.Name));
        if (entry.Kind == ResourceKinds.Pods)
        {
            _pods.Remove(entry.Name);
        }

        foreach (var owner in entry.Owners)
        {
            if (_dependents.TryGetValue(owner.Uid, out var dependents) && dependents.Remove(entry) && dependents.Count == 0)
            {
                _dependents.Remove(owner.Uid);
            }
        }
    }
}

/// <summary>An object that has owners or dependents.</summary>
internal sealed class IndexedObject(ResourceKind kind, ObjectName name, string uid, IReadOnlyList<OwnerReference> owners)
{
    public ResourceKind Kind { get; } = kind;

    public ObjectName Name { get; } = name;

    public string Uid { get; } = uid;

    public IReadOnlyList<OwnerReference> Owners { get; } = owners;

    /// <summary>The controlling owner; null when there is none.</summary>
    public OwnerReference? Controller { get; } = owners.FirstOrDefault(owner => owner.Controller);
}
