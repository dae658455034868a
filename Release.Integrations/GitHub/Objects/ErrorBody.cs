using System.Text.Json;
using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Objects;

/// <summary>A refusal: <c>errors</c> holds texts or objects with a message or a code.</summary>
internal sealed record ErrorBody(string? Message, JsonElement Errors)
{
    [JsonIgnore]
    public string Details => Errors.ValueKind switch
    {
        JsonValueKind.Array => string.Join(" ", Errors.EnumerateArray().Take(5).Select(Text).Where(text => text.Length > 0)),
        JsonValueKind.String => Text(Errors),
        _ => "",
    };

    private static string Text(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => error.GetString() ?? "",
        JsonValueKind.Object when error.TryGetProperty("message", out var message) => message.ToString(),
        JsonValueKind.Object when error.TryGetProperty("code", out var code) => $"{(error.TryGetProperty("field", out var field) ? field.ToString() : "")} {code}".Trim(),
        _ => "",
    };
}
