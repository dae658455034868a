using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Release.Sandbox.Kubernetes;

/// <summary>Lists, in pages when asked.</summary>
internal static class ListAnswer
{
    public static async Task WriteAsync(HttpContext context, ObjectStore store, ObjectFilter filter)
    {
        var query = context.Request.Query;
        var (all, version) = store.List(filter.Kind, filter.Namespace);
        var matching = all.Where(filter.Matches);
        if ((string?)query["continue"] is { Length: > 0 } token)
        {
            var (since, after) = ReadToken(token);
            store.EnsureReachable(since);
            matching = matching.Where(item => item.Name > after);
        }

        var limit = ReadLong(query["limit"]) is { } wanted and > 0 ? (int)Math.Min(wanted, int.MaxValue - 1) : int.MaxValue - 1;
        var page = matching.Take(limit + 1).ToList();
        string? next = null;
        if (page.Count > limit)
        {
            page.RemoveAt(limit);
            next = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{version}|{page[^1].Name.Namespace}|{page[^1].Name.Name}"));
        }

        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        Write(writer, filter.Kind, page, version, next);
        await writer.FlushAsync(context.RequestAborted);
    }

    public static long? ReadLong(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static void Write(Utf8JsonWriter writer, ResourceKind kind, List<StoredObject> page, long version, string? next)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", $"{kind.Kind}List");
        writer.WriteString("apiVersion", kind.ApiVersion);
        writer.WriteStartObject("metadata");
        writer.WriteString("resourceVersion", version.ToString(CultureInfo.InvariantCulture));
        if (next is not null)
        {
            writer.WriteString("continue", next);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("items");
        foreach (var item in page)
        {
            writer.WriteRawValue(item.Json.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static (long Since, ObjectName After) ReadToken(string token)
    {
        var buffer = new byte[token.Length];
        if (Convert.TryFromBase64String(token, buffer, out var length)
            && Encoding.UTF8.GetString(buffer, 0, length).Split('|') is [var version, var @namespace, var name]
            && ReadLong(version) is { } since)
        {
            return (since, new ObjectName(@namespace, name));
        }

        throw KubernetesError.BadRequest("continue key is not valid");
    }
}
