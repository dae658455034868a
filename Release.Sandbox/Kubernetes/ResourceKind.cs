using System.Runtime.CompilerServices;

namespace Release.Sandbox.Kubernetes;

/// <summary>One kind of object that the API server stores.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="HasStatus">Whether status is written through the <c>/status</c> subresource only.</param>
/// <param name="HasGeneration">Whether a change of what is wanted raises <c>metadata.generation</c>.</param>
/// <param name="HasScale">Whether <c>/scale</c> reads and writes <c>spec.replicas</c>.</param>
/// <param name="Categories">Such as <c>all</c>, by which <c>kubectl get all</c> finds it.</param>
internal sealed record ResourceKind(
    string Group,
    string Version,
    string Plural,
    string Kind,
    bool Namespaced = true,
    bool HasStatus = false,
    bool HasGeneration = false,
    bool HasScale = false,
    IReadOnlyList<string>? ShortNames = null,
    IReadOnlyList<string>? Categories = null)
{
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public string Singular => Kind.ToLowerInvariant();

    /// <summary><c>deployments.apps</c>, as error messages name it.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Defined by a CustomResourceDefinition and not by Kubernetes.</summary>
    public bool IsCustom => Group == "argoproj.io";

    /// <summary>Bytes that kind and apiVersion take at the beginning of each object's JSON, up to the comma behind them.</summary>
    public int TypePrefixLength => "{\"kind\":\"\",\"apiVersion\":\"\"".Length + Kind.Length + ApiVersion.Length;

    // There is one of each kind, and it is a key everywhere: no reason to compare its texts.
    public bool Equals(ResourceKind? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
