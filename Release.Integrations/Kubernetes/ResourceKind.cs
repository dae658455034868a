using System.Text;
using System.Text.Json.Serialization.Metadata;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>A kind of object: where the API server keeps it and how it is read.</summary>
/// <param name="Group">Empty for the core group.</param>
internal sealed record ResourceKind<T>(
    string Group, string Version, string Plural, JsonTypeInfo<T> TypeInfo, JsonTypeInfo<ObjectList<T>> ListTypeInfo)
    where T : class, IKubernetesObject
{
    /// <summary>The kind's name for people when it is missing, for example <c>Argo CD's Application</c>; null for Kubernetes' own.</summary>
    public string? Definition { get; init; }

    public RequestTarget Target(string verb, string? @namespace, string? name = null, string? subresource = null) =>
        new(verb, Group, Plural, Definition, @namespace, name, subresource);

    /// <summary>The path below the server's address, without a leading slash; every value is percent-encoded.</summary>
    /// <param name="namespace">Null for all namespaces.</param>
    public string Path(string? @namespace, string? name = null, string? subresource = null)
    {
        var path = new StringBuilder(Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}");
        if (@namespace is not null)
        {
            path.Append("/namespaces/").Append(Uri.EscapeDataString(@namespace));
        }

        path.Append('/').Append(Plural);
        if (name is not null)
        {
            path.Append('/').Append(Uri.EscapeDataString(name));
        }

        return subresource is null ? path.ToString() : path.Append('/').Append(subresource).ToString();
    }

    public override string ToString() => Plural;
}
