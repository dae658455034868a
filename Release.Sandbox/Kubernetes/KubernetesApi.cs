using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Access;

namespace Release.Sandbox.Kubernetes;

/// <summary>The API server of one cluster: a path and a verb become a call to the store.</summary>
internal sealed class KubernetesApi(KubernetesApiSetup setup)
{
    private readonly ObjectStore _store = setup.Store;
    private readonly IPodLogs _logs = setup.Logs;
    private readonly TimeProvider _time = setup.Time;
    private readonly Authenticator _authenticator = new(setup.AdminToken, setup.Authority, new ServiceAccountTokens(setup.Store, setup.Time));

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (KubernetesError error) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, error.ToStatus(), error.Code);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path is "/healthz" or "/livez" or "/readyz")
        {
            await context.Response.WriteAsync("ok", context.RequestAborted);
            return;
        }

        var user = _authenticator.Identify(context);
        if (user == UserInfo.Anonymous)
        {
            throw KubernetesError.Unauthorized();
        }

        if (Discovery.Answer(path) is { } discovered)
        {
            await WriteAsync(context, discovered);
            return;
        }

        await AnswerAsync(context, ResourcePath.Parse(path));
    }

    private Task AnswerAsync(HttpContext context, ResourcePath path)
    {
        var filter = ObjectFilter.Read(path, context.Request.Query);
        if (context.Request.Method == "GET" && context.Request.Query["watch"].ToString() is "true" or "1")
        {
            return new WatchAnswer(context, _store, filter, _time).WriteAsync();
        }

        return (context.Request.Method, path) switch
        {
            ("GET", { Name: null }) => ListAnswer.WriteAsync(context, _store, filter),
            ("GET", { Subresource: "log" }) when path.Kind == ResourceKinds.Pods => new LogAnswer(context, _store, _logs, _time).WriteAsync(path.Namespace ?? "", path.Name),
            ("GET", { Name: { } name, Subresource: null or "status" }) => WriteAsync(context, Get(path, name)),
            ("POST", { Name: null }) => CreateAsync(context, path),
            ("PUT", { Name: { } name, Subresource: null or "status" }) => ReplaceAsync(context, path, name),
            ("PATCH", { Name: { } name, Subresource: null or "status" }) => PatchAsync(context, path, name),
            ("DELETE", { Name: { } name, Subresource: null }) => DeleteAsync(context, path, name),
            ("DELETE", { Name: null }) => DeleteAllAsync(context, filter),
            (_, { Subresource: not (null or "status" or "log") }) => throw KubernetesError.NoSuchPath(),
            _ => throw KubernetesError.MethodNotAllowed(),
        };
    }

    private StoredObject Get(ResourcePath path, string name) =>
        _store.Find(path.Kind, path.Namespace ?? "", name) ?? throw KubernetesError.NotFound(path.Kind, name);

    private async Task CreateAsync(HttpContext context, ResourcePath path)
    {
        var content = await ReadObjectAsync(context);
        CheckPath(content, path);
        var created = _store.Create(path.Kind, content, external: true);
        await WriteAsync(context, created, StatusCodes.Status201Created);
    }

    private async Task ReplaceAsync(HttpContext context, ResourcePath path, string name)
    {
        var content = await ReadObjectAsync(context);
        CheckPath(content, path);
        var replaced = _store.Update(path.Kind, path.Namespace ?? "", name, _ => content, Scope(path), external: true);
        await WriteAsync(context, replaced);
    }

    private async Task PatchAsync(HttpContext context, ResourcePath path, string name)
    {
        var contentType = (context.Request.ContentType ?? "").Split(';')[0].Trim();
        var body = await ReadAsync(context);
        var change = ObjectPatch.Read(contentType, body);
        if (contentType == ObjectPatch.Apply && path.Subresource is null && _store.Find(path.Kind, path.Namespace ?? "", name) is null)
        {
            var content = YamlJson.Parse(body);
            CheckPath(content, path);
            await WriteAsync(context, _store.Create(path.Kind, content, external: true), StatusCodes.Status201Created);
            return;
        }

        await WriteAsync(context, _store.Update(path.Kind, path.Namespace ?? "", name, change, Scope(path), external: true));
    }

    private async Task DeleteAsync(HttpContext context, ResourcePath path, string name)
    {
        var deleted = _store.Delete(path.Kind, path.Namespace ?? "", name, external: true) ?? throw KubernetesError.NotFound(path.Kind, name);
        await WriteAsync(context, new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = new JsonObject
            {
                ["name"] = name,
                ["group"] = path.Kind.Group,
                ["kind"] = path.Kind.Plural,
                ["uid"] = ObjectMetadata.Text(deleted.Read()["metadata"]!["uid"]),
            },
        });
    }

    private async Task DeleteAllAsync(HttpContext context, ObjectFilter filter)
    {
        foreach (var item in _store.List(filter.Kind, filter.Namespace).Items.Where(filter.Matches))
        {
            _store.Delete(item.Kind, item.Name.Namespace, item.Name.Name, external: true);
        }

        await WriteAsync(context, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Success" });
    }

    private static UpdateScope Scope(ResourcePath path) => path.Subresource == "status" ? UpdateScope.Status : UpdateScope.Main;

    /// <summary>The path says where the object goes; a body that says otherwise is a mistake.</summary>
    private static void CheckPath(JsonObject content, ResourcePath path)
    {
        if (content["metadata"] is not JsonObject metadata)
        {
            content["metadata"] = metadata = [];
        }

        var @namespace = ObjectMetadata.Text(metadata["namespace"]);
        if (path.Kind.Namespaced && path.Namespace is { } wanted)
        {
            if (@namespace.Length > 0 && @namespace != wanted)
            {
                throw KubernetesError.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
            }

            metadata["namespace"] = wanted;
        }

        if (path.Name is { } name)
        {
            if (ObjectMetadata.Text(metadata["name"]) is { Length: > 0 } given && given != name)
            {
                throw KubernetesError.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
            }

            metadata["name"] = name;
        }
    }

    private static async Task<JsonObject> ReadObjectAsync(HttpContext context)
    {
        var body = await ReadAsync(context);
        return context.Request.ContentType?.Contains("yaml", StringComparison.OrdinalIgnoreCase) == true
            ? YamlJson.Parse(body)
            : ObjectPatch.ParseObject(body);
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.ToArray();
    }

    private static Task WriteAsync(HttpContext context, StoredObject item, int code = StatusCodes.Status200OK) =>
        WriteAsync(context, item.Json, code);

    private static Task WriteAsync(HttpContext context, JsonObject content, int code = StatusCodes.Status200OK) =>
        WriteAsync(context, ObjectMetadata.Serialize(content), code);

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, int code)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }
}
