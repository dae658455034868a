using System.Security.Claims;
using Release.Core.Environments;
using Release.Core.Policies;

namespace Release.Web.Hosting;

/// <summary>An <see cref="Actor"/> as claims and back: the one place that knows their names.</summary>
public static class ActorClaims
{
    private const string RoleClaim = "release:role";
    private const string ScopesClaim = "release:scopes";
    private const string EnvironmentClaim = "release:environment";

    public static ClaimsPrincipal ToPrincipal(this Actor actor, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, RoleClaim);
        identity.AddClaim(new Claim(ClaimTypes.Name, actor.Name));
        if (actor.Role is { } role)
        {
            identity.AddClaim(new Claim(RoleClaim, role.ToString()));
        }
        else
        {
            identity.AddClaim(new Claim(ScopesClaim, actor.Scopes.ToString()));
            identity.AddClaims(actor.Environments.Select(environment => new Claim(EnvironmentClaim, environment.Value)));
        }

        return new ClaimsPrincipal(identity);
    }

    /// <summary>Null when nobody is signed in.</summary>
    public static Actor? ToActor(this ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true, Name: { } name })
        {
            return null;
        }

        if (Enum.TryParse<Role>(principal.FindFirstValue(RoleClaim), out var role))
        {
            return Actor.Person(name, role);
        }

        return Enum.TryParse<TokenScopes>(principal.FindFirstValue(ScopesClaim), out var scopes)
            ? Actor.Machine(name, scopes, [.. principal.FindAll(EnvironmentClaim).Select(claim => EnvironmentName.Parse(claim.Value))])
            : null;
    }
}
