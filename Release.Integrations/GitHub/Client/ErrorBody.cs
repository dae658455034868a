using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Release.Core.Failures;
using Release.Integrations.Http;

namespace Release.Integrations.GitHub.Client;

/// <summary>A refusal: <c>errors</c> holds texts, which Octokit's model does not take, or objects with a message or a code.</summary>
internal sealed record ErrorBody(string? Message, JsonElement Errors)
{
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
