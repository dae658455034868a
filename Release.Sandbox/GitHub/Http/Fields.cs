using System.Text.Json;
using System.Text.Json.Nodes;

namespace Release.Sandbox.GitHub.Http;

/// <summary>Reads of request bodies.</summary>
internal static class Fields
{
    /// <summary>Null when it is missing, null or no text.</summary>
    public static string? Text(this JsonObject body, string name) =>
        body[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static bool Flag(this JsonObject body, string name) => body[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <exception cref="GitHubException">It is missing.</exception>
    public static string Required(this JsonObject body, string name) => body.Text(name) is { Length: > 0 } text
        ? text
        : throw GitHubException.Unprocessable($"Invalid request.\n\n\"{name}\" wasn't supplied.");
}
