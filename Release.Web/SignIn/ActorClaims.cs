using System.Globalization;
using System.Security.Claims;
using Release.Core.Access;

namespace Release.Web.SignIn;

/// <summary>Converts an <see cref="Actor"/> to claims and back.</summary>
public static class ActorClaims
{
    private const string RoleClaim = "release:role";
    private const string ScopesClaim = "release:scopes";
    private const string EnvironmentClaim = "release:environment";
    private const string PersonClaim = "release:person";
    private const string SinceClaim = "release:since";
    private const string UntilClaim = "release:until";

    public static ClaimsPrincipal ToPrincipal(this Actor actor, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, RoleClaim);
        identity.AddClaim(new Claim(ClaimTypes.Name, actor.Name));
        // Anti-forgery tokens are bound to this claim. It does not contain the role, so an open form stays valid when the role changes.
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, actor.Session is { } person ? FormattableString.Invariant($"github:{person.PersonId}") : actor.Name));
        identity.AddClaims(actor.Environments.Select(environment => new Claim(EnvironmentClaim, environment.Value)));
        identity.AddClaim(actor.Role is { } role ? new Claim(RoleClaim, role.ToString()) : new Claim(ScopesClaim, actor.Scopes.ToString()));
        if (actor.Session is { } session)
        {
            identity.AddClaim(new Claim(PersonClaim, session.PersonId.ToString(CultureInfo.InvariantCulture)));
            identity.AddClaim(new Claim(SinceClaim, Ticks(session.Since)));
        }

        if (actor.Until is { } until)
        {
            identity.AddClaim(new Claim(UntilClaim, Ticks(until)));
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

        var environments = principal.FindAll(EnvironmentClaim).Select(claim => EnvironmentName.Parse(claim.Value)).ToArray();
        if (Enum.TryParse<Role>(principal.FindFirstValue(RoleClaim), out var role))
        {
            return Actor.Person(name, role, environments) with { Session = SessionOf(principal) };
        }

        return Enum.TryParse<TokenScopes>(principal.FindFirstValue(ScopesClaim), out var scopes)
            ? Actor.Machine(name, scopes, environments) with { Until = Moment(principal, UntilClaim) }
            : null;
    }

    private static PersonSession? SessionOf(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(PersonClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && Moment(principal, SinceClaim) is { } since
            ? new PersonSession(id, since)
            : null;

    private static DateTimeOffset? Moment(ClaimsPrincipal principal, string claim) =>
        long.TryParse(principal.FindFirstValue(claim), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    private static string Ticks(DateTimeOffset at) => at.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
