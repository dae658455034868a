using System.Text.Json;

namespace Release.Sandbox.GitHub.OAuth;

/// <summary>Parameters of a request, which GitHub takes in the query, as a form, and as JSON.</summary>
internal sealed class OAuthFields
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>An unreadable body has no parameters.</summary>
    public static async Task<OAuthFields> ReadAsync(HttpContext context)
    {
        var fields = new OAuthFields();
        foreach (var (name, values) in context.Request.Query)
        {
            fields._values[name] = values.ToString();
        }

        if (context.Request.HasFormContentType)
        {
            foreach (var (name, values) in await context.Request.ReadFormAsync(context.RequestAborted))
            {
                fields._values[name] = values[^1] ?? "";
            }
        }
        else if (context.Request.HasJsonContentType())
        {
            await fields.ReadJsonAsync(context);
        }

        return fields;
    }

    private async Task ReadJsonAsync(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            foreach (var property in document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.EnumerateObject().ToList() : [])
            {
                _values[property.Name] = property.Value.ValueKind is JsonValueKind.String ? property.Value.GetString()! : "";
            }
        }
        catch (JsonException)
        {
            // Treated as empty: the response names the missing parameters.
        }
    }
}
