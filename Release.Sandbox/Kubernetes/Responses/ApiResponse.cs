using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Tables;

namespace Release.Sandbox.Kubernetes.Responses;

/// <summary>Writes JSON responses.</summary>
internal static class ApiResponse
{
    public static Task WriteAsync(HttpContext context, StoredObject item, DateTimeOffset now, int code = StatusCodes.Status200OK) =>
        WriteAsync(context, ResponseFormat.Of(context).Write(item, now), code);

    public static Task WriteAsync(HttpContext context, JsonNode content, int code = StatusCodes.Status200OK) =>
        WriteAsync(context, ObjectMetadata.Serialize(content), code);

    public static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, int code = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(json, context.RequestAborted);
        }
    }

    /// <summary>Writes part of a response and aborts the connection.</summary>
    public static async Task CutAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(json[..(json.Length / 2)], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }
}

/// <summary>The format that a client requests by its <c>Accept</c> header: objects, rows of a table, or metadata only.</summary>
/// <param name="Kind"><c>Table</c>, <c>PartialObjectMetadata</c> or empty.</param>
/// <param name="IncludeObject">The object in each table row: <c>Metadata</c> (the default), <c>Object</c> or <c>None</c>.</param>
internal sealed record ResponseFormat(string Kind, string IncludeObject)
{
    public const string Table = "Table";
    public const string Metadata = "PartialObjectMetadata";
    private const string MetadataList = "PartialObjectMetadataList";

    public static readonly ResponseFormat Plain = new("", "");

    public bool IsPlain => Kind.Length == 0;

    /// <exception cref="KubernetesError">406 when the server supports none of the accepted formats.</exception>
    public static ResponseFormat Of(HttpContext context)
    {
        var accept = context.Request.Headers.Accept.ToString();
        if (accept.Length == 0)
        {
            return Plain;
        }

        foreach (var choice in accept.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = choice.Split(';', StringSplitOptions.TrimEntries);
            var kind = parts.FirstOrDefault(part => part.StartsWith("as=", StringComparison.Ordinal))?[3..];
            if (parts[0] is not ("application/json" or "*/*" or "application/*"))
            {
                continue;
            }

            switch (kind)
            {
                case null:
                    return Plain;
                case Table when parts.Contains("v=v1"):
                    return new ResponseFormat(Table, context.Request.Query["includeObject"] is { Count: > 0 } include ? include.ToString() : Metadata);
                case Metadata or MetadataList when parts.Contains("v=v1"):
                    return new ResponseFormat(Metadata, "");
            }
        }

        throw new KubernetesError(406, "NotAcceptable", "only the following media types are accepted: application/json, application/json;stream=watch");
    }

    /// <summary>Writes one object in this format.</summary>
    /// <param name="columns">Whether a table includes its columns; in a watch only the first does.</param>
    public ReadOnlyMemory<byte> Write(StoredObject item, DateTimeOffset now, bool columns = true) => Kind switch
    {
        Table => ObjectMetadata.Serialize(TableView.Of(item, IncludeObject, now, columns)),
        Metadata => ObjectMetadata.Serialize(TableView.MetadataOf(item.Read())),
        _ => item.Json,
    };
}
