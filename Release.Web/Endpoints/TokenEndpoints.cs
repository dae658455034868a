using Release.Core.Access;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>Lists, makes, rotates and revokes machine tokens (admin). Only the answer to making or rotating contains the secret.</summary>
internal static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup("/api/tokens").WithTags("Tokens").ProducesProblem(StatusCodes.Status403Forbidden);
        tokens.MapGet("", ListAsync).WithName("listTokens").WithSummary("List all machine tokens, sorted by name").Produces<TokenView[]>();
        tokens.MapPost("", MakeAsync).WithName("makeToken").WithSummary("Make a machine token")
            .WithDescription("scopes are read, notify, deploy and admin. Without environments the token is valid everywhere; without expiresAt it never expires. Only this answer contains the secret.")
            .Accepts<TokenBody>("application/json")
            .Produces<MadeTokenView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        tokens.MapPost("/{id:int}/rotate", RotateAsync).WithName("rotateToken").WithSummary("Give a token a new secret")
            .WithDescription("The old secret stays valid for graceHours: 24 by default, 0 ends it at once.")
            .Accepts<RotateBody>(isOptional: true, "application/json")
            .Produces<MadeTokenView>().ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        tokens.MapDelete("/{id:int}", RevokeAsync).WithName("revokeToken").WithSummary("Revoke a token")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IApiTokens tokens, TimeProvider clock, AccessGuard guard)
    {
        if (await guard.RefusalAsync(context, AccessAction.ManageTokens) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        return TypedResults.Ok((await tokens.ListAsync(context.RequestAborted)).Select(token => TokenView.Of(token, now)));
    }

    private static async Task<IResult> MakeAsync(HttpContext context, MachineTokens tokens, TimeProvider clock, AccessGuard guard)
    {
        if (await guard.RefusalAsync(context, AccessAction.ManageTokens) is { } refusal)
        {
            return refusal;
        }

        var fields = await RequestFields.ReadAsync(context.Request);
        var name = fields.Text("name");
        var scopes = TokenScopes.None;
        foreach (var word in fields.OptionalTexts("scopes"))
        {
            scopes |= TokenScopeText.Parse(word) ?? Wrong(fields, "scopes", $"contains '{word}'. Allowed scopes are {string.Join(", ", TokenScopeText.Of(TokenScopes.All))}.");
        }

        var environments = new List<EnvironmentName>();
        foreach (var text in fields.OptionalTexts("environments"))
        {
            if (EnvironmentName.TryParse(text, out var environment))
            {
                environments.Add(environment);
            }
            else
            {
                fields.Fail("environments", $"contains '{text}', which is not an environment name. {EnvironmentName.Rule}");
            }
        }

        var expires = fields.OptionalMoment("expiresAt");
        return fields.Problem
            ?? Answer(context, await tokens.MakeAsync(new TokenRequest(name!, scopes, environments, expires), context.Actor(), context.RequestAborted), clock, isNew: true);
    }

    private static async Task<IResult> RotateAsync(int id, HttpContext context, MachineTokens tokens, TimeProvider clock, AccessGuard guard)
    {
        if (await guard.RefusalAsync(context, AccessAction.ManageTokens) is { } refusal)
        {
            return refusal;
        }

        var fields = await RequestFields.ReadAsync(context.Request);
        var grace = fields.OptionalNumber("graceHours", (int)MachineTokens.LongestGrace.TotalHours) is { } hours ? TimeSpan.FromHours(hours) : MachineTokens.DefaultGrace;
        return fields.Problem
            ?? Answer(context, await tokens.RotateAsync(id, grace, context.Actor(), context.RequestAborted), clock, isNew: false);
    }

    private static async Task<IResult> RevokeAsync(int id, HttpContext context, MachineTokens tokens, TimeProvider clock, AccessGuard guard) =>
        await guard.RefusalAsync(context, AccessAction.ManageTokens)
        ?? Answer(context, await tokens.RevokeAsync(id, context.Actor(), context.RequestAborted), clock, isNew: false);

    private static IResult Answer(HttpContext context, TokenResult result, TimeProvider clock, bool isNew)
    {
        context.Response.Headers.CacheControl = "no-store";
        switch (result)
        {
            case TokenResult.Made made:
                var view = MadeTokenView.Of(made, clock.GetUtcNow());
                return isNew ? TypedResults.Created("/api/tokens", view) : TypedResults.Ok(view);
            case TokenResult.Revoked:
                return TypedResults.NoContent();
            case TokenResult.Refused refused:
                return Problems.Field(refused.Field, refused.Reason);
            case TokenResult.Forbidden forbidden:
                return Problems.Forbidden(forbidden.Reason);
            case TokenResult.NotNow ended:
                return Problems.Conflict(ended.Reason);
            default:
                return Problems.NotFound("There is no such token.");
        }
    }

    private static TokenScopes Wrong(RequestFields fields, string field, string reason)
    {
        fields.Fail(field, reason);
        return TokenScopes.None;
    }
}

/// <summary>A machine token without its secret.</summary>
/// <param name="Prefix">The first characters of the secret; empty if Release did not make it.</param>
/// <param name="Environments">Empty means everywhere.</param>
/// <param name="Status"><c>active</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="FormerUntil">Until when the secret before the last rotation stays valid.</param>
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

/// <summary>A token that was just made or rotated.</summary>
/// <param name="Token">The secret, which Release does not show again.</param>
internal sealed record MadeTokenView(string Token, TokenView Details)
{
    public static MadeTokenView Of(TokenResult.Made made, DateTimeOffset now) => new(made.Secret, TokenView.Of(made.Token, now));

    /// <summary>Omits the secret, because a log may contain the record.</summary>
    public override string ToString() => $"MadeTokenView {Details.Name}";
}

internal sealed record TokenBody(string Name, string[] Scopes, string[]? Environments, DateTimeOffset? ExpiresAt);

/// <param name="GraceHours">How long the old secret stays valid.</param>
internal sealed record RotateBody(int? GraceHours);
