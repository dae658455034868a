using Release.Core.Access;
using Release.Data.Stores;

namespace Release.Web.SignIn;

/// <summary>Whether the sign-in with which a stream began is still valid: streams outlive sessions and tokens.</summary>
internal sealed class SignInValidity(PersonSessions sessions, ApiTokenStore tokens, TimeProvider clock)
{
    public async Task<bool> StillHoldsAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.User.ToActor() is not { } actor)
        {
            return false;
        }

        if (actor.Session is { } session)
        {
            return await sessions.CurrentAsync(session, cancellationToken) is not null;
        }

        if (actor.Role is not null)
        {
            return true;
        }

        var secret = context.Request.Headers.Authorization.ToString().Split(' ', 2)[^1].Trim();
        var hash = TokenSecret.HashOf(secret);
        return await tokens.FindByHashAsync(hash, cancellationToken) is { } token && token.Problem(hash, clock.GetUtcNow()) is null;
    }
}
