using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Release.Core.Access;
using Release.Data;

namespace Release.Web.SignIn;

/// <summary>Who looks at an open page: a page stays open for hours, so what its person may is looked up again every few seconds.</summary>
internal sealed class CircuitSession(ILoggerFactory loggers, PersonSessions sessions) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(2);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        if (authenticationState.User.ToActor() is not { Session: { } session } seen)
        {
            // The sandbox's own roles, and those who are not signed in, do not change by themselves.
            return true;
        }

        try
        {
            if (await sessions.CurrentAsync(session, cancellationToken) is not { } current)
            {
                return false;
            }

            if (current.Role != seen.Role || current.Name != seen.Name || !current.Environments.SequenceEqual(seen.Environments))
            {
                SetAuthenticationState(Task.FromResult(new AuthenticationState(current.ToPrincipal(ReleaseSchemes.Session))));
            }

            return true;
        }
        catch (Exception error) when (DatabaseTrouble.Is(error))
        {
            // A database that is away for a moment ends nobody's session; what is done meanwhile asks again, and fails by itself.
            return true;
        }
    }
}

/// <summary>Who looks at a page: the same while a page is prerendered and in its circuit.</summary>
public sealed class CurrentActor(AuthenticationStateProvider states)
{
    /// <summary>Null when nobody is signed in, or not any more.</summary>
    public async Task<Actor?> FindAsync() => (await states.GetAuthenticationStateAsync()).User.ToActor();

    /// <exception cref="InvalidOperationException">Nobody is signed in; pages are never reached like that.</exception>
    public async Task<Actor> GetAsync() =>
        await FindAsync() ?? throw new InvalidOperationException("A page was reached without sign-in.");
}
