namespace Release.Sandbox.Kubernetes.Storage;

/// <summary>
/// The last so many changes of a cluster. Every change has a version of its own, one above the one before, so a version is also
/// an index into it. Not safe for several threads: the store's lock guards it.
/// </summary>
internal sealed class ObjectHistory(long firstVersion, int length)
{
    private readonly StoreChange?[] _changes = new StoreChange?[length];
    private long _forgotten = firstVersion;

    public long Version { get; private set; } = firstVersion;

    /// <summary>What came after this version can be told; what came before cannot.</summary>
    public long Oldest => Math.Max(_forgotten, Version - length);

    public void Append(StoreChange change)
    {
        Version = change.Object.Version;
        _changes[Version % length] = change;
    }

    /// <summary>As after a compaction: the version moves on, so that nobody's last version is the newest.</summary>
    public void Forget()
    {
        Array.Clear(_changes);
        _forgotten = ++Version;
    }

    /// <summary>Oldest first.</summary>
    /// <exception cref="KubernetesError">410 when it does not reach back that far.</exception>
    public List<StoreChange> After(long version)
    {
        EnsureReachable(version);
        var changes = new List<StoreChange>((int)Math.Max(0, Version - version));
        for (var at = version + 1; at <= Version; at++)
        {
            if (_changes[at % length] is { } change)
            {
                changes.Add(change);
            }
        }

        return changes;
    }

    public void EnsureReachable(long version)
    {
        if (version < Oldest)
        {
            throw KubernetesError.Expired(version, Oldest);
        }
    }
}

/// <summary>One entry of a cluster's history.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c> or <c>DELETED</c>, as a watch says it.</param>
/// <param name="Object">The object afterwards; for a deletion its last state at the deletion's version.</param>
/// <param name="Previous">The object before, so that a selector can see it leave.</param>
/// <param name="External">True when a client did it and not one of the sandbox's controllers.</param>
internal sealed record StoreChange(string Type, StoredObject Object, StoredObject? Previous, bool External)
{
    public const string Added = "ADDED";
    public const string Modified = "MODIFIED";
    public const string Deleted = "DELETED";
}
