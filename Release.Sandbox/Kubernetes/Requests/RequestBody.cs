using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Patches;
using Release.Sandbox.Kubernetes.Protobuf;

namespace Release.Sandbox.Kubernetes.Requests;

/// <summary>Reads bodies and checks them against the request's path.</summary>
internal static class RequestBody
{
    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.ToArray();
    }

    /// <returns>Null for an empty body.</returns>
    public static async Task<JsonObject?> ReadOptionsAsync(HttpContext context)
    {
        var body = await ReadAsync(context);
        return body.Length == 0 ? null : Parse(context.Request.ContentType, body);
    }

    /// <exception cref="KubernetesError">400 when it is not an object of the path's kind, name and namespace; 415 for an unsupported format.</exception>
    public static async Task<JsonObject> ReadObjectAsync(ApiRequest request)
    {
        var content = Parse(request.Context.Request.ContentType, await ReadAsync(request.Context));
        Check(content, request);
        return content;
    }

    /// <summary>Checks that the body does not contradict the path.</summary>
    public static void Check(JsonObject content, ApiRequest request)
    {
        var (kind, path) = (request.Kind, request.Path);
        if (ObjectMetadata.Text(content["kind"]) is { Length: > 0 } given && given != kind.Kind)
        {
            throw KubernetesError.BadRequest($"{given} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: no kind \"{given}\" is registered for version \"{kind.ApiVersion}\" here");
        }

        if (ObjectMetadata.Text(content["apiVersion"]) is { Length: > 0 } version && version != kind.ApiVersion)
        {
            throw KubernetesError.BadRequest($"the API version in the data ({version}) does not match the expected API version ({kind.ApiVersion})");
        }

        if (content["metadata"] is not JsonObject metadata)
        {
            content["metadata"] = metadata = [];
        }

        if (kind.Namespaced && path.Namespace is { } wanted)
        {
            if (ObjectMetadata.Text(metadata["namespace"]) is { Length: > 0 } @namespace && @namespace != wanted)
            {
                throw KubernetesError.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
            }

            metadata["namespace"] = wanted;
        }

        if (path.Name is { } name)
        {
            if (ObjectMetadata.Text(metadata["name"]) is { Length: > 0 } other && other != name)
            {
                throw KubernetesError.BadRequest($"the name of the object ({other}) does not match the name on the URL ({name})");
            }

            metadata["name"] = name;
        }
    }

    private static JsonObject Parse(string? contentType, byte[] body)
    {
        if (contentType?.Contains("yaml", StringComparison.OrdinalIgnoreCase) == true)
        {
            return YamlJson.Parse(body);
        }

        return contentType?.Contains("protobuf", StringComparison.OrdinalIgnoreCase) == true ? ProtobufBody.Parse(body) : ObjectPatch.ParseObject(body);
    }
}
