namespace Release.Integrations.Kubernetes;

/// <summary>409: the object exists already, somebody changed it in between, or its fields belong to others.</summary>
/// <param name="message">In words for people.</param>
/// <param name="reason">Kubernetes' own: <c>AlreadyExists</c> or <c>Conflict</c>; null when it gave none.</param>
/// <param name="conflicts">The fields of others, when a server-side apply was refused; else empty.</param>
internal sealed class KubernetesConflictException(string message, string? reason = null, IReadOnlyList<FieldConflict>? conflicts = null) : Exception(message)
{
    public bool AlreadyExists => reason == "AlreadyExists";

    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts ?? [];
}
