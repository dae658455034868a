using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Schemas;

namespace Release.Sandbox.Kubernetes.Requests;

/// <summary>Implements <c>fieldValidation</c>: unknown fields are an error (Strict), a warning (Warn, the default) or ignored.</summary>
internal static class FieldValidation
{
    /// <exception cref="KubernetesError">400 for an unknown field with Strict.</exception>
    /// <param name="before">The previous object, whose unknown fields are not reported again; null for a creation.</param>
    public static void Check(ApiRequest request, JsonObject content, JsonObject? before = null)
    {
        var mode = (string?)request.Query["fieldValidation"];
        if (mode is not (null or "" or "Ignore" or "Warn" or "Strict"))
        {
            throw KubernetesError.InvalidOption("CreateOptions", "fieldValidation", $"Unsupported value: \"{mode}\": supported values: \"Ignore\", \"Strict\", \"Warn\"");
        }

        if (mode == "Ignore")
        {
            return;
        }

        var type = KindSchemas.Of(request.Kind);
        var unknown = Unknown(content, type, "").Except(before is null ? [] : Unknown(before, type, "")).Take(10).ToList();
        if (unknown.Count == 0)
        {
            return;
        }

        if (mode == "Strict")
        {
            var listed = string.Join(", ", unknown.Select(path => $"unknown field \"{path}\""));
            throw KubernetesError.BadRequest($"{request.Kind.Kind} in version \"{request.Kind.Version}\" cannot be handled as a {request.Kind.Kind}: strict decoding error: {listed}");
        }

        foreach (var path in unknown.Where(path => path.All(char.IsAscii)))
        {
            request.Context.Response.Headers.Append("Warning", $"299 - \"unknown field \\\"{path}\\\"\"");
        }
    }

    private static IEnumerable<string> Unknown(JsonNode? value, SchemaType type, string path)
    {
        switch (value)
        {
            case JsonObject content when type.Form == SchemaForm.Struct:
                return content.SelectMany(field => type.Fields.TryGetValue(field.Key, out var known)
                    ? Unknown(field.Value, known.Type, Join(path, field.Key))
                    : [Join(path, field.Key)]);
            case JsonObject content when type.Form == SchemaForm.Map:
                return content.SelectMany(field => Unknown(field.Value, type.Element, Join(path, field.Key)));
            case JsonArray items when type.Form == SchemaForm.List:
                return items.SelectMany((item, index) => Unknown(item, type.Element, $"{path}[{index}]"));
            default:
                return [];
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
