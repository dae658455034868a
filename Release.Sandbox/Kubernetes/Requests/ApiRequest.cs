using Release.Sandbox.Kubernetes.Access;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Kubernetes.Requests;

/// <summary>A parsed request for objects.</summary>
/// <param name="Verb">As roles name it: <c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>update</c>, <c>patch</c>, <c>delete</c>, <c>deletecollection</c>.</param>
internal sealed record ApiRequest(HttpContext Context, ResourcePath Path, string Verb, UserInfo User)
{
    public IQueryCollection Query => Context.Request.Query;

    public ResourceKind Kind => Path.Kind;

    public string Namespace => Path.Namespace ?? "";

    public string Name => Path.Name ?? "";

    /// <summary>Whether the write is only validated and answered (<c>dryRun=All</c>).</summary>
    public bool DryRun => Query["dryRun"] == "All";

    /// <summary>The field manager: from the query, else the first part of the user agent.</summary>
    public string Manager
    {
        get
        {
            if ((string?)Query["fieldManager"] is { Length: > 0 } given)
            {
                return given;
            }

            var agent = Context.Request.Headers.UserAgent.ToString().Split('/')[0];
            return agent.Length is > 0 and <= 128 ? agent : "unknown";
        }
    }

    public StoreWrite Write => new(External: true, Manager, Path.Subresource == "status" ? "status" : "", DryRun);

    public UpdateScope Scope => Path.Subresource == "status" ? UpdateScope.Status : UpdateScope.Main;

    public static ApiRequest Read(HttpContext context, ResourcePath path, UserInfo user)
    {
        var watch = QueryText.IsTrue(context.Request.Query["watch"]);
        var verb = (context.Request.Method, path.Name) switch
        {
            ("GET" or "HEAD", _) when watch && path.Subresource is null => "watch",
            ("GET" or "HEAD", null) => "list",
            ("GET" or "HEAD", _) => "get",
            ("POST", _) => "create",
            ("PUT", _) => "update",
            ("PATCH", _) => "patch",
            ("DELETE", null) => "deletecollection",
            ("DELETE", _) => "delete",
            _ => throw KubernetesError.MethodNotAllowed(),
        };
        return new ApiRequest(context, path, verb, user);
    }
}

/// <summary>The target of an API server's URL.</summary>
/// <param name="Namespace">Null for all namespaces, and for cluster-scoped kinds.</param>
/// <param name="Name">Null for the collection.</param>
/// <param name="Subresource">Such as <c>status</c> or <c>log</c>; null for the object itself.</param>
internal sealed record ResourcePath(ResourceKind Kind, string? Namespace, string? Name, string? Subresource)
{
    /// <exception cref="KubernetesError">404 for an unknown path or kind.</exception>
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
