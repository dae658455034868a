using Release.Core.Access;

namespace Release.Web.Endpoints.Views;

/// <summary>A machine token without its secret.</summary>
/// <param name="Prefix">Its first characters; empty where they would give too much away.</param>
/// <param name="Environments">Empty means everywhere.</param>
/// <param name="Status"><c>active</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="FormerUntil">Until when the secret before the last rotation counts.</param>
internal sealed record TokenView(
    int Id,
    string Name,
    string Prefix,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Environments,
    string Status,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RotatedAt,
    DateTimeOffset? FormerUntil,
    DateTimeOffset? RevokedAt)
{
    public static TokenView Of(ApiToken token, DateTimeOffset now) => new(
        token.Id, token.Name, token.Prefix, TokenScopeText.Of(token.Scopes), [.. token.Environments.Select(environment => environment.Value)],
        StatusOf(token, now), token.CreatedBy, token.CreatedAt, token.LastUsedAt, token.ExpiresAt, token.RotatedAt, token.FormerUntil, token.RevokedAt);

    public static string StatusOf(ApiToken token, DateTimeOffset now) =>
        token.RevokedAt is not null ? "revoked" : token.Ended(now) is not null ? "expired" : "active";
}
