namespace Release.Sandbox.Kubernetes.Storage;

/// <summary>
/// The latest changes of a cluster. Each change's version is one above the previous one, so a version is also
/// an index. Not thread-safe: the store's lock guards it.
/// </summary>
internal sealed class ObjectHistory(long firstVersion, int length)
{
    private readonly StoreChange?[] _changes = new StoreChange?[length];
    private long _forgotten = firstVersion;

    public long Version { get; private set; } = firstVersion;

    /// <summary>The oldest version from which changes are available.</summary>
    public long Oldest => Math.Max(_forgotten, Version - length);

    public void Append(StoreChange change)
    {
        Version = change.Object.Version;
        _changes[Version % length] = change;
    }

    /// <summary>Drops all changes, as a compaction does, and increases the version, so that every client's version is expired.</summary>
    public void Forget()
    {
        Array.Clear(_changes);
        _forgotten = ++Version;
    }

    /// <summary>Oldest first.</summary>
    /// <exception cref="KubernetesError">410 when the changes are no longer available.</exception>
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

/// <summary>One change of an object.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c> or <c>DELETED</c>, as in a watch.</param>
/// <param name="Object">The object afterwards; for a deletion its last state at the deletion's version.</param>
/// <param name="Previous">The previous object, so that a watch with a selector sees when it stops matching.</param>
/// <param name="External">True for a change by a client, false for one by the sandbox's controllers.</param>
internal sealed record StoreChange(string Type, StoredObject Object, StoredObject? Previous, bool External)
{
    public const string Added = "ADDED";
    public const string Modified = "MODIFIED";
    public const string Deleted = "DELETED";
}
