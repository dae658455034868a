using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Answers;

/// <summary>Writes JSON as the answer.</summary>
internal static class ApiAnswer
{
    public static Task WriteAsync(HttpContext context, StoredObject item, DateTimeOffset now, int code = StatusCodes.Status200OK) =>
        WriteAsync(context, AnswerForm.Of(context).Write(item, now), code);

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

    /// <summary>Begins an answer and breaks the connection off in the middle of it.</summary>
    public static async Task CutAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(json[..(json.Length / 2)], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }
}
