using Release.Core.Environments;
using Release.Core.Events;

namespace Release.Core.Access;

/// <summary>Makes, rotates and revokes machine tokens. Every change, and every refusal, is told in the event log.</summary>
public sealed class MachineTokens(IApiTokens tokens, AccessPolicy policy, IEventLog events, EnvironmentOrder environments, TimeProvider clock)
{
    public const int LongestName = 100;
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromHours(24);
    public static readonly TimeSpan LongestGrace = TimeSpan.FromDays(30);

    public async Task<TokenResult> MakeAsync(TokenRequest wish, Actor by, CancellationToken cancellationToken)
    {
        if (Problem(wish) is { } problem)
        {
            return problem;
        }

        if (policy.DecideGrant(by, wish.Scopes, wish.Environments, wish.ExpiresAt) is { Allowed: false } refused)
        {
            return await RefuseAsync(by, refused, cancellationToken);
        }

        var secret = TokenSecret.New();
        var token = new ApiToken(
            wish.Name.Trim(), TokenSecret.HashOf(secret), wish.Scopes, wish.Environments, by.Name, clock.GetUtcNow(),
            TokenSecret.PrefixOf(secret), wish.ExpiresAt);
        return await tokens.AddAsync(token, Told(by, $"The token '{token.Name}' was made ({Rights(token)})"), cancellationToken)
            ? new TokenResult.Made(token, secret)
            : new TokenResult.Refused("name", $"is that of a token in use. Rotate or revoke '{token.Name}', or take another name.");
    }

    /// <summary>Gives a token a new secret. The one before counts for the grace; one that was rotated out before that, no more.</summary>
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
                return Told(by, $"The token '{found.Name}' was rotated; the one before counts {(grace == TimeSpan.Zero ? "no more" : $"for {grace.TotalHours:0.#} h")}");
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
                return Told(by, $"The token '{found.Name}' was revoked");
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

    private TokenResult.Refused? Problem(TokenRequest wish) =>
        string.IsNullOrWhiteSpace(wish.Name) ? new("name", "is empty: say what the token is for.")
        : wish.Name.Trim().Length > LongestName ? new("name", $"has at most {LongestName} characters.")
        : wish.Name.Any(char.IsControl) ? new("name", "has control characters.")
        : wish.Scopes is TokenScopes.None ? new("scopes", $"is empty: choose at least one of {string.Join(", ", TokenScopeText.Of(TokenScopes.All))}.")
        : wish.Environments.FirstOrDefault(name => environments.Find(name) is null) is { } unknown ? new("environments", $"has '{unknown}'. Known environments are {environments.Names}.")
        : wish.ExpiresAt <= clock.GetUtcNow() ? new("expiresAt", "is past.")
        : null;

    private static ReleaseEvent Told(Actor by, string summary) => new(EventType.TokenChanged, by.Name, summary);

    private async Task<TokenResult> RefuseAsync(Actor by, AccessDecision refused, CancellationToken cancellationToken)
    {
        await events.AppendAsync(new ReleaseEvent(EventType.AccessRefused, by.Name, $"Refused: {refused.Reason}"), cancellationToken);
        return new TokenResult.Forbidden(refused.Reason);
    }
}

/// <summary>A token somebody wants.</summary>
/// <param name="Name">What it is for: 1 to 100 characters, and no other token in use has it.</param>
/// <param name="Scopes">At least one.</param>
/// <param name="Environments">Where it deploys and notifies; empty means everywhere.</param>
/// <param name="ExpiresAt">Null for never.</param>
public sealed record TokenRequest(string Name, TokenScopes Scopes, IReadOnlyList<EnvironmentName> Environments, DateTimeOffset? ExpiresAt);

/// <summary>What became of a wish about a machine token.</summary>
public abstract record TokenResult
{
    private TokenResult()
    {
    }

    /// <param name="Secret">The token itself: shown once, then nobody knows it.</param>
    public sealed record Made(ApiToken Token, string Secret) : TokenResult
    {
        /// <summary>Without the secret, because records are written into logs.</summary>
        public override string ToString() => $"Made {Token.Name}";
    }

    public sealed record Revoked(ApiToken Token) : TokenResult;

    /// <summary>The wish is not right.</summary>
    public sealed record Refused(string Field, string Reason) : TokenResult;

    /// <summary>The one who asks may not; it stands in the event log.</summary>
    public sealed record Forbidden(string Reason) : TokenResult;

    /// <summary>The token is not one for which that can be done.</summary>
    public sealed record NotNow(string Reason) : TokenResult;

    public sealed record NotFound : TokenResult;
}
