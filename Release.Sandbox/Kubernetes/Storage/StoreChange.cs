namespace Release.Sandbox.Kubernetes.Storage;

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
