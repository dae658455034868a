using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Fields;
using Release.Sandbox.Kubernetes.Patches;
using Release.Sandbox.Kubernetes.Requests;
using Release.Sandbox.Kubernetes.Responses;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Kubernetes.Endpoints;

/// <summary>Reads and writes objects.</summary>
internal sealed class ObjectEndpoints(KubernetesApiSetup setup)
{
    private readonly ObjectStore _store = setup.Store;

    public Task GetAsync(ApiRequest request)
    {
        var found = _store.Find(request.Kind, request.Namespace, request.Name) ?? throw KubernetesError.NotFound(request.Kind, request.Name);
        return AnswerAsync(request, found);
    }

    public async Task CreateAsync(ApiRequest request)
    {
        var content = await RequestBody.ReadObjectAsync(request);
        FieldValidation.Check(request, content);
        if (ObjectMetadata.Text(content["metadata"]!["resourceVersion"]).Length > 0)
        {
            throw KubernetesError.BadRequest("resourceVersion should not be set on objects to be created");
        }

        await AnswerAsync(request, Create(request, content), StatusCodes.Status201Created);
    }

    public async Task ReplaceAsync(ApiRequest request)
    {
        var content = await RequestBody.ReadObjectAsync(request);
        FieldValidation.Check(request, content);
        var uid = ObjectMetadata.Text(content["metadata"]!["uid"]);
        await AnswerAsync(request, _store.Update(
            request.Kind,
            request.Namespace,
            request.Name,
            live =>
            {
                if (uid.Length > 0 && uid != ObjectMetadata.Text(live["metadata"]!["uid"]))
                {
                    throw KubernetesError.Conflict(request.Kind, request.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {ObjectMetadata.Text(live["metadata"]!["uid"])}");
                }

                return Finish(request, live, content);
            },
            request.Scope,
            request.Write));
    }

    public async Task PatchAsync(ApiRequest request)
    {
        var contentType = (request.Context.Request.ContentType ?? "").Split(';')[0].Trim();
        var body = await RequestBody.ReadAsync(request.Context);
        if (contentType == ObjectPatch.Apply)
        {
            await ApplyAsync(request, body);
            return;
        }

        if (request.Query.ContainsKey("force"))
        {
            throw KubernetesError.InvalidOption("PatchOptions", "force", "Forbidden: may not be specified for non-apply patch");
        }

        var change = ObjectPatch.Read(request.Kind, contentType, body);
        await AnswerAsync(request, _store.Update(
            request.Kind,
            request.Namespace,
            request.Name,
            live =>
            {
                var before = live.DeepClone().AsObject();
                var after = change(live);
                FieldValidation.Check(request, after, before);
                return Finish(request, before, after);
            },
            request.Scope,
            request.Write));
    }

    public async Task DeleteAsync(ApiRequest request)
    {
        var options = DeleteOptions.Read(await RequestBody.ReadOptionsAsync(request.Context), request.Query);
        var (item, gone) = _store.Delete(request.Kind, request.Namespace, request.Name, options, request.Write);

        // Deleting a pod returns the pod; most other kinds return a Status.
        if (!gone || request.Kind == ResourceKinds.Pods)
        {
            await AnswerAsync(request, item);
            return;
        }

        var details = KubernetesError.About(request.Kind, request.Name);
        details["uid"] = item.Read()["metadata"]!["uid"]?.DeepClone();
        await ApiResponse.WriteAsync(request.Context, new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        });
    }

    public async Task DeleteCollectionAsync(ApiRequest request)
    {
        var options = DeleteOptions.Read(await RequestBody.ReadOptionsAsync(request.Context), request.Query);
        var filter = ObjectFilter.Read(request.Path, request.Query);
        var deleted = new JsonArray();
        foreach (var item in _store.List(filter.Kind, filter.Namespace).Items.Where(filter.Matches))
        {
            deleted.Add(_store.Delete(item.Kind, item.Name.Namespace, item.Name.Name, options, request.Write).Object.Read());
        }

        await ApiResponse.WriteAsync(request.Context, new JsonObject
        {
            ["kind"] = $"{request.Kind.Kind}List",
            ["apiVersion"] = request.Kind.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_store.Version}" },
            ["items"] = deleted,
        });
    }

    private async Task ApplyAsync(ApiRequest request, byte[] body)
    {
        if ((string?)request.Query["fieldManager"] is not { Length: > 0 } manager)
        {
            throw KubernetesError.InvalidOption("PatchOptions", "fieldManager", "Required value: is required for apply patch");
        }

        var content = YamlJson.Parse(body);
        if (ObjectMetadata.Text(content["kind"]).Length == 0 || ObjectMetadata.Text(content["apiVersion"]).Length == 0)
        {
            throw KubernetesError.BadRequest("error decoding YAML: Object 'Kind' or 'apiVersion' is missing");
        }

        RequestBody.Check(content, request);
        FieldValidation.Check(request, content);
        var force = QueryText.IsTrue(request.Query["force"]);
        var apply = new ServerSideApply(request.Kind, content, manager, force, request.Write.Subresource, setup.Time.GetUtcNow());
        var write = request.Write with { Manager = null }; // The apply sets the field owners itself.
        if (request.Path.Subresource is null && _store.Find(request.Kind, request.Namespace, request.Name) is null)
        {
            await AnswerAsync(request, Create(request, apply.Apply(null), write), StatusCodes.Status201Created);
            return;
        }

        await AnswerAsync(request, _store.Update(
            request.Kind, request.Namespace, request.Name, live => Finish(request, live, apply.Apply(live)), request.Scope, write));
    }

    private StoredObject Create(ApiRequest request, JsonObject content, StoreWrite? write = null)
    {
        if (request.Kind is { HasStatus: true } && request.Kind != ResourceKinds.Namespaces)
        {
            content.Remove("status"); // Written by controllers, through the subresource.
        }

        ObjectMetadata.Identify(request.Kind, content);
        ObjectDefaults.Apply(request.Kind, content);
        if (!request.Kind.IsCustom)
        {
            ObjectRules.Check(request.Kind, null, content);
        }

        return _store.Create(request.Kind, content, write ?? request.Write);
    }

    private static JsonObject Finish(ApiRequest request, JsonObject live, JsonObject content)
    {
        if (request.Scope == UpdateScope.Main)
        {
            ObjectDefaults.Apply(request.Kind, content);
            if (!request.Kind.IsCustom)
            {
                ObjectRules.Check(request.Kind, live, content);
            }
        }

        return content;
    }

    private Task AnswerAsync(ApiRequest request, StoredObject item, int code = StatusCodes.Status200OK) =>
        ApiResponse.WriteAsync(request.Context, item, setup.Time.GetUtcNow(), code);
}
