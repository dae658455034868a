using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Access;

/// <summary>The action that a request asks permission for.</summary>
/// <param name="Verb">Such as <c>list</c>.</param>
/// <param name="Group">API group; empty for the core.</param>
/// <param name="Resource">Plural name with subresource: <c>pods/log</c>. Empty for a non-resource path.</param>
/// <param name="Namespace">Empty for all namespaces, and for cluster-scoped kinds.</param>
/// <param name="Name">Empty for a collection.</param>
/// <param name="Path">Path of the URL when <paramref name="Resource"/> is empty.</param>
internal sealed record AccessRequest(string Verb, string Group, string Resource, string Namespace, string Name, string Path = "")
{
    public bool IsForPath => Resource.Length == 0;

    public static AccessRequest ForPath(string verb, string path) => new(verb, "", "", "", "", path);

    /// <summary>The 403 with the message of the real server.</summary>
    public KubernetesError Refusal(UserInfo user)
    {
        if (IsForPath)
        {
            return KubernetesError.Forbidden($"forbidden: User \"{user.Name}\" cannot {Verb} path \"{Path}\"", []);
        }

        var plural = Resource.Split('/')[0];
        var qualified = Group.Length > 0 ? $"{plural}.{Group}" : plural;
        var subject = Name.Length > 0 ? $"{qualified} \"{Name}\"" : qualified;
        var where = Namespace.Length > 0 ? $"in the namespace \"{Namespace}\"" : "at the cluster scope";
        var details = new JsonObject();
        if (Name.Length > 0)
        {
            details["name"] = Name;
        }

        if (Group.Length > 0)
        {
            details["group"] = Group;
        }

        details["kind"] = plural;
        return KubernetesError.Forbidden(
            $"{subject} is forbidden: User \"{user.Name}\" cannot {Verb} resource \"{Resource}\" in API group \"{Group}\" {where}", details);
    }
}
