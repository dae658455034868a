namespace Release.Sandbox.Kubernetes.Requests;

/// <summary>What a URL of the API server points at.</summary>
/// <param name="Namespace">Null when the path names none: all namespaces, or a kind without.</param>
/// <param name="Name">Null for the collection.</param>
/// <param name="Subresource">Such as <c>status</c> or <c>log</c>; null for the object itself.</param>
internal sealed record ResourcePath(ResourceKind Kind, string? Namespace, string? Name, string? Subresource)
{
    /// <exception cref="KubernetesError">404 for a path or kind that is not there.</exception>
    public static ResourcePath Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["api", var version, .. var rest] => Resource("", version, rest),
            ["apis", var group, var version, .. var rest] => Resource(group, version, rest),
            _ => throw KubernetesError.NoSuchPath(),
        };
    }

    private static ResourcePath Resource(string group, string version, string[] rest)
    {
        var (@namespace, remaining) = rest is ["namespaces", var name, _, ..] && rest[2] != "status" ? (name, rest[2..]) : (null, rest);
        if (remaining is [] or { Length: > 3 })
        {
            throw KubernetesError.NoSuchPath();
        }

        var kind = ResourceKinds.Find(group, version, remaining[0]) ?? throw KubernetesError.NoSuchPath();
        if (kind.Namespaced ? @namespace is null && remaining.Length > 1 : @namespace is not null)
        {
            throw KubernetesError.NoSuchPath();
        }

        return new ResourcePath(
            kind,
            @namespace,
            remaining.Length > 1 ? remaining[1] : null,
            remaining.Length > 2 ? remaining[2] : null);
    }
}
