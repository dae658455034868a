namespace Release.Sandbox.Kubernetes.Storage;

/// <summary>On whose behalf a write is made, and whether it counts.</summary>
/// <param name="External">True when a client asked and not one of the sandbox's controllers; what it creates has been identified before.</param>
/// <param name="Manager">Who becomes the owner of the fields that change (<c>metadata.managedFields</c>); null leaves the owners as they are.</param>
/// <param name="Subresource">Through which it is made, such as <c>status</c>; empty for the object itself.</param>
/// <param name="DryRun">Everything is checked and answered, nothing is stored.</param>
internal sealed record StoreWrite(bool External = false, string? Manager = null, string Subresource = "", bool DryRun = false)
{
    public static readonly StoreWrite Internal = new();

    public static readonly StoreWrite Client = new(External: true);
}
