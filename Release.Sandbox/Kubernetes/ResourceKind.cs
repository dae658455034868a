namespace Release.Sandbox.Kubernetes;

/// <summary>One kind of object that the API server stores.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="HasStatus">Whether status is written through the <c>/status</c> subresource only.</param>
/// <param name="HasGeneration">Whether a change of spec raises <c>metadata.generation</c>.</param>
internal sealed record ResourceKind(
    string Group,
    string Version,
    string Plural,
    string Kind,
    bool Namespaced = true,
    bool HasStatus = false,
    bool HasGeneration = false,
    IReadOnlyList<string>? ShortNames = null)
{
    // There is one of each kind, and it is a key everywhere: no reason to compare its texts.
    public bool Equals(ResourceKind? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public string Singular => Kind.ToLowerInvariant();

    /// <summary><c>deployments.apps</c>, as error messages name it.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
