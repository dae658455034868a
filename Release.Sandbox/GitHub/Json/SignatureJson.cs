using System.Globalization;
using System.Text.Json.Nodes;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Http;

namespace Release.Sandbox.GitHub.Json;

/// <summary>Authors and committers as writes name them.</summary>
internal static class SignatureJson
{
    /// <summary>What the body says, or who the token stands for, now.</summary>
    /// <exception cref="GitHubException">The body names somebody without a name or address.</exception>
    public static GitSignature Of(GitHubCall call, JsonObject body, string name, GitSignature? otherwise = null)
    {
        if (body[name] is not JsonObject given)
        {
            return otherwise ?? new GitSignature(call.Actor.Name, call.Actor.Email, call.State.Time.GetUtcNow());
        }

        var time = DateTimeOffset.TryParse(given.Text("date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var said)
            ? said
            : call.State.Time.GetUtcNow();
        return new GitSignature(given.Required("name"), given.Required("email"), time);
    }
}
