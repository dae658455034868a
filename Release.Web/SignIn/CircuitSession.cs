using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Release.Core.Access;
using Release.Data;

namespace Release.Web.SignIn;

/// <summary>The viewer of an open page. Pages stay open for hours, so the viewer's rights are looked up again every few seconds.</summary>
internal sealed class CircuitSession(ILoggerFactory loggers, PersonSessions sessions) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(2);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        if (authenticationState.User.ToActor() is not { Session: { } session } seen)
        {
            // Only sessions of people from GitHub can change or end on their own.
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
            // A short database outage must not end sessions. Actions check the rights themselves, and fail meanwhile.
            return true;
        }
    }
}
