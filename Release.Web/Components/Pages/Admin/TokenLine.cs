using System.Globalization;
using Release.Core.Access;

namespace Release.Web.Components.Pages.Admin;

/// <summary>A token as the page shows it. Pure.</summary>
internal sealed record TokenLine(
    ApiToken Token, bool IsActive, string Scopes, string Where, string Icon, string Tone, string Status, string? Hint)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>Those in use first, each by name.</summary>
    public static IReadOnlyList<TokenLine> Of(IEnumerable<ApiToken> tokens, DateTimeOffset now, TimeZoneInfo zone) =>
        [.. tokens.Select(token => Of(token, now, zone)).OrderByDescending(line => line.IsActive).ThenBy(line => line.Token.Name, StringComparer.OrdinalIgnoreCase)];

    public static TokenLine Of(ApiToken token, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (icon, tone, status) = token switch
        {
            { RevokedAt: { } revoked } => ("skipped", "", $"revoked {Day(revoked, zone)}"),
            { ExpiresAt: { } end } when end <= now => ("attention", "attention", $"expired {Day(end, zone)}"),
            { ExpiresAt: { } end } when end - now < Soon => ("attention", "attention", $"expires {Day(end, zone)}"),
            { ExpiresAt: { } end } => ("good", "", $"expires {Day(end, zone)}"),
            _ => ("good", "", "does not expire"),
        };
        var hint = token.FormerUntil > now && token.RevokedAt is null
            ? $"rotated; the old secret works until {TimeZoneInfo.ConvertTime(token.FormerUntil.Value, zone).ToString("d MMM HH:mm", CultureInfo.InvariantCulture)}"
            : null;
        return new TokenLine(
            token, token.Ended(now) is null, string.Join(", ", TokenScopeText.Of(token.Scopes)),
            token.Environments.Count == 0 ? "everywhere" : string.Join(", ", token.Environments), icon, tone, status, hint);
    }

    /// <summary>A field's name in the form.</summary>
    public static string Field(string field) => field switch
    {
        "name" => "The name",
        "scopes" => "What it may do",
        "environments" => "Where",
        "expiresAt" => "The day it expires",
        _ => field,
    };

    private static string Day(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
