using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Patches;
using Release.Sandbox.Kubernetes.Requests;
using Release.Sandbox.Kubernetes.Responses;
using Release.Sandbox.Kubernetes.Storage;
using Release.Sandbox.Kubernetes.Tables;

namespace Release.Sandbox.Kubernetes.Endpoints;

/// <summary>The <c>/scale</c> subresource (<c>autoscaling/v1 Scale</c>), which reads and writes replicas.</summary>
internal sealed class ScaleEndpoint(ObjectStore store)
{
    public async Task AnswerAsync(ApiRequest request)
    {
        var found = store.Find(request.Kind, request.Namespace, request.Name) ?? throw KubernetesError.NotFound(request.Kind, request.Name);
        switch (request.Verb)
        {
            case "get":
                await ApiResponse.WriteAsync(request.Context, Of(found.Read()));
                break;
            case "update":
                var sent = await RequestBody.ReadOptionsAsync(request.Context) ?? [];
                await WriteAsync(request, _ => sent);
                break;
            case "patch":
                var body = await RequestBody.ReadAsync(request.Context);
                var contentType = (request.Context.Request.ContentType ?? "").Split(';')[0].Trim();
                await WriteAsync(request, ObjectPatch.Read(request.Kind, contentType, body));
                break;
            default:
                throw KubernetesError.MethodNotAllowed();
        }
    }

    private async Task WriteAsync(ApiRequest request, Func<JsonObject, JsonObject> change)
    {
        var written = store.Update(
            request.Kind,
            request.Namespace,
            request.Name,
            content =>
            {
                var scale = change(Of(content));
                content["metadata"]!["resourceVersion"] = scale["metadata"]?["resourceVersion"]?.DeepClone() ?? content["metadata"]!["resourceVersion"]!.DeepClone();
                content["spec"]!["replicas"] = TableCells.Count(scale["spec"]?["replicas"]);
                return content;
            },
            UpdateScope.Main,
            request.Write with { Subresource = "scale" });
        await ApiResponse.WriteAsync(request.Context, Of(written.Read()));
    }

    private static JsonObject Of(JsonObject content)
    {
        var metadata = new JsonObject();
        foreach (var field in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
        {
            metadata[field] = content["metadata"]![field]?.DeepClone();
        }

        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = TableCells.Count(content["spec"]?["replicas"]) },
            ["status"] = new JsonObject
            {
                ["replicas"] = TableCells.Count(content["status"]?["replicas"]),
                ["selector"] = TableCells.Selector(content["spec"]?["selector"]),
            },
        };
    }
}
