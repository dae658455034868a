using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Controllers;

/// <summary>
/// Who owns what, and the facts of every pod, kept up to date from the store's changes. Objects without owners are not read for it,
/// so that a cluster of thousands costs little. Used by one cluster's loop only.
/// </summary>
internal sealed class ObjectIndex
{
    private readonly Dictionary<(ResourceKind Kind, ObjectName Name), IndexEntry> _entries = [];
    private readonly Dictionary<string, HashSet<IndexEntry>> _dependents = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectName, PodFacts> _pods = [];

    public IReadOnlyCollection<PodFacts> Pods => _pods.Values;

    public PodFacts? Pod(ObjectName name) => _pods.GetValueOrDefault(name);

    /// <summary>Pods that an owner controls.</summary>
    public IEnumerable<PodFacts> PodsOf(string ownerUid) =>
        Of(ownerUid, ResourceKinds.Pods).Select(entry => _pods[entry.Name]);

    /// <summary>Objects of a kind that an owner controls, in the order of their names.</summary>
    public IReadOnlyList<IndexEntry> Of(string ownerUid, ResourceKind kind) =>
        [.. Dependents(ownerUid).Where(entry => entry.Kind == kind && entry.Controller?.Uid == ownerUid).OrderBy(entry => entry.Name.Name, StringComparer.Ordinal)];

    public IReadOnlyCollection<IndexEntry> Dependents(string ownerUid) =>
        _dependents.TryGetValue(ownerUid, out var entries) ? entries : [];

    /// <returns>What the object is, or was until now; null for one that neither owns nor is owned.</returns>
    public IndexEntry? Note(StoreChange change)
    {
        var item = change.Object;
        var before = _entries.GetValueOrDefault((item.Kind, item.Name));
        if (change.Type == StoreChange.Deleted)
        {
            if (before is not null)
            {
                Forget(before);
            }

            return before ?? new IndexEntry(item.Kind, item.Name, item.Read()["metadata"]!["uid"].Text(), []);
        }

        return Read(item, before);
    }

    public void Clear()
    {
        _entries.Clear();
        _dependents.Clear();
        _pods.Clear();
    }

    private IndexEntry? Read(StoredObject item, IndexEntry? before)
    {
        var isPod = item.Kind == ResourceKinds.Pods;
        if (item.Kind == ResourceKinds.Events || (!isPod && before is null && item.Json.Span.IndexOf("\"ownerReferences\""u8) < 0))
        {
            return null;
        }

        var content = item.Read();
        var entry = new IndexEntry(item.Kind, item.Name, content["metadata"]!["uid"].Text(), OwnerReference.Read(content["metadata"]));
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
            _pods[item.Name] = PodFacts.Read(item, content);
        }

        return entry;
    }

    private void Forget(IndexEntry entry)
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

/// <summary>An object with owners, as the index keeps it.</summary>
internal sealed class IndexEntry(ResourceKind kind, ObjectName name, string uid, IReadOnlyList<OwnerReference> owners)
{
    public ResourceKind Kind { get; } = kind;

    public ObjectName Name { get; } = name;

    public string Uid { get; } = uid;

    public IReadOnlyList<OwnerReference> Owners { get; } = owners;

    /// <summary>The one that manages it; null for an object of its own.</summary>
    public OwnerReference? Controller { get; } = owners.FirstOrDefault(owner => owner.Controller);
}
