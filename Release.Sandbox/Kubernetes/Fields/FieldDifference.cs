namespace Release.Sandbox.Kubernetes.Fields;

/// <summary>What differs between two states of an object.</summary>
internal sealed class FieldDifference
{
    /// <summary>Added or modified.</summary>
    public FieldSet Changed { get; } = new();

    public FieldSet Removed { get; } = new();

    public bool IsEmpty => Changed.IsEmpty && Removed.IsEmpty;
}
