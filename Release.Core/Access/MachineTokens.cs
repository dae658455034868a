using Release.Core.Environments;
using Release.Core.Events;

namespace Release.Core.Access;

/// <summary>Makes, rotates and revokes machine tokens. Every change and every refusal is recorded in the event log.</summary>
public sealed class MachineTokens(IApiTokens tokens, AccessPolicy policy, IEventLog events, EnvironmentOrder environments, TimeProvider clock)
{
    public const int LongestName = 100;
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromHours(24);
    public static readonly TimeSpan LongestGrace = TimeSpan.FromDays(30);

    public async Task<TokenResult> MakeAsync(TokenRequest request, Actor by, CancellationToken cancellationToken)
    {
        if (Problem(request) is { } problem)
        {
            return problem;
        }

        if (policy.DecideGrant(by, request.Scopes, request.Environments, request.ExpiresAt) is { Allowed: false } refused)
        {
            return await RefuseAsync(by, refused, cancellationToken);
        }

        var secret = TokenSecret.New();
        var token = new ApiToken(
            request.Name.Trim(), TokenSecret.HashOf(secret), request.Scopes, request.Environments, by.Name, clock.GetUtcNow(),
            TokenSecret.PrefixOf(secret), request.ExpiresAt);
        return await tokens.AddAsync(token, Changed(by, $"The token '{token.Name}' was made ({Rights(token)})"), cancellationToken)
            ? new TokenResult.Made(token, secret)
            : new TokenResult.Refused("name", $"belongs to an active token. Rotate or revoke '{token.Name}', or choose another name.");
    }

    /// <summary>Gives a token a new secret. The previous one works until the end of the grace period; any earlier one stops working.</summary>
    /// <param name="id">Which.</param>
    /// <param name="grace">From zero to <see cref="LongestGrace"/>.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<TokenResult> RotateAsync(int id, TimeSpan grace, Actor by, CancellationToken cancellationToken)
    {
        if (grace < TimeSpan.Zero || grace > LongestGrace)
        {
            return new TokenResult.Refused("graceHours", $"is from 0 to {LongestGrace.TotalHours:0}.");
        }

        if (await tokens.FindAsync(id, cancellationToken) is not { } token)
        {
            return new TokenResult.NotFound();
        }

        if (policy.DecideGrant(by, token.Scopes, token.Environments, token.ExpiresAt) is { Allowed: false } refused)
        {
            return await RefuseAsync(by, refused, cancellationToken);
        }

        var secret = TokenSecret.New();
        string? gone = null;
        var changed = await tokens.ChangeAsync(
            id,
            found =>
            {
                var now = clock.GetUtcNow();
                gone = found.Ended(now);
                if (gone is not null)
                {
                    return null;
                }

                found.Rotate(TokenSecret.HashOf(secret), TokenSecret.PrefixOf(secret), now, grace);
                return Changed(by, $"The token '{found.Name}' was rotated; the one before counts {(grace == TimeSpan.Zero ? "no more" : $"for {grace.TotalHours:0.#} h")}");
            },
            cancellationToken);
        return gone is not null ? new TokenResult.NotNow($"{gone} Make a new one.")
            : changed is null ? new TokenResult.NotFound()
            : new TokenResult.Made(changed, secret);
    }

    public async Task<TokenResult> RevokeAsync(int id, Actor by, CancellationToken cancellationToken)
    {
        if (policy.Decide(by, AccessAction.ManageTokens) is { Allowed: false } refused)
        {
            return await RefuseAsync(by, refused, cancellationToken);
        }

        var changed = await tokens.ChangeAsync(
            id,
            found =>
            {
                if (found.RevokedAt is not null)
                {
                    return null;
                }

                found.Revoke(clock.GetUtcNow());
                return Changed(by, $"The token '{found.Name}' was revoked");
            },
            cancellationToken);
        return changed is null ? new TokenResult.NotFound() : new TokenResult.Revoked(changed);
    }

    /// <summary>For people: <c>notify, deploy in staging</c>.</summary>
    public static string Rights(ApiToken token)
    {
        var where = token.Environments.Count == 0 ? "everywhere" : $"in {string.Join(", ", token.Environments)}";
        var until = token.ExpiresAt is { } end ? FormattableString.Invariant($", until {end.UtcDateTime:yyyy-MM-dd}") : "";
        return $"{string.Join(", ", TokenScopeText.Of(token.Scopes))} {where}{until}";
    }

    private TokenResult.Refused? Problem(TokenRequest request) =>
        string.IsNullOrWhiteSpace(request.Name) ? new("name", "is empty: say what the token is for.")
        : request.Name.Trim().Length > LongestName ? new("name", $"has at most {LongestName} characters.")
        : request.Name.Any(char.IsControl) ? new("name", "has control characters.")
        : request.Scopes is TokenScopes.None ? new("scopes", $"is empty: choose at least one of {string.Join(", ", TokenScopeText.Of(TokenScopes.All))}.")
        : request.Environments.FirstOrDefault(name => environments.Find(name) is null) is { } unknown ? new("environments", $"has '{unknown}'. Known environments are {environments.Names}.")
        : request.ExpiresAt <= clock.GetUtcNow() ? new("expiresAt", "is past.")
        : null;

    private static ReleaseEvent Changed(Actor by, string summary) => new(EventType.TokenChanged, by.Name, summary);

    private async Task<TokenResult> RefuseAsync(Actor by, AccessDecision refused, CancellationToken cancellationToken)
    {
        await events.AppendAsync(new ReleaseEvent(EventType.AccessRefused, by.Name, $"Refused: {refused.Reason}"), cancellationToken);
        return new TokenResult.Forbidden(refused.Reason);
    }
}

/// <summary>A request for a new token.</summary>
/// <param name="Name">What it is for: 1 to 100 characters, unique among active tokens.</param>
/// <param name="Scopes">At least one.</param>
/// <param name="Environments">Where it deploys and notifies; empty means everywhere.</param>
/// <param name="ExpiresAt">Null for never.</param>
public sealed record TokenRequest(string Name, TokenScopes Scopes, IReadOnlyList<EnvironmentName> Environments, DateTimeOffset? ExpiresAt);

/// <summary>The result of a request about a machine token.</summary>
public abstract record TokenResult
{
    private TokenResult()
    {
    }

    /// <param name="Secret">The token itself: shown once and not stored.</param>
    public sealed record Made(ApiToken Token, string Secret) : TokenResult
    {
        /// <summary>Omits the secret, because records are written to logs.</summary>
        public override string ToString() => $"Made {Token.Name}";
    }

    public sealed record Revoked(ApiToken Token) : TokenResult;

    /// <summary>A field of the request is invalid.</summary>
    public sealed record Refused(string Field, string Reason) : TokenResult;

    /// <summary>The actor lacks permission; the refusal is in the event log.</summary>
    public sealed record Forbidden(string Reason) : TokenResult;

    /// <summary>The token's state does not allow the action.</summary>
    public sealed record NotNow(string Reason) : TokenResult;

    public sealed record NotFound : TokenResult;
}
