using Release.Core.Events;
using Release.Core.Failures;

namespace Release.Core.Access;

/// <summary>Sign-in, sign-out, and what a session is still good for.</summary>
public sealed class PersonSessions(
    IPeople people, MembershipCheck memberships, RoleMapping roles, IEventLog events, SessionSettings settings, TimeProvider clock)
{
    /// <summary>Asks for the memberships and begins a session. Null when they give no role; both are told in the event log.</summary>
    /// <exception cref="OutsideException">GitHub cannot be asked.</exception>
    public async Task<Actor?> SignInAsync(GitHubAccount account, CancellationToken cancellationToken)
    {
        var granted = await memberships.AskAsync(account.Login, cancellationToken);
        var now = clock.GetUtcNow();
        if (granted.Role is null)
        {
            await RefuseAsync(account, granted, now, cancellationToken);
            return null;
        }

        var person = await people.ChangeAsync(account.Id, account.Login, found => SignIn(found, account, granted, now), cancellationToken);
        return person is null ? null : ActorOf(person, new PersonSession(account.Id, now));
    }

    /// <summary>Who a session is now; null when it is over: signed out everywhere, too old, or without a role. At most a few seconds behind.</summary>
    public async Task<Actor?> CurrentAsync(PersonSession session, CancellationToken cancellationToken)
    {
        var person = await people.FindAsync(session.PersonId, cancellationToken);
        return person is null || session.Since < person.SessionsSince || clock.GetUtcNow() - session.Since >= settings.Length
            ? null
            : ActorOf(person, session);
    }

    /// <param name="actor">Who leaves; without a session only the event is written.</param>
    /// <param name="everywhere">Ends every session of the person, on every replica within seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task SignOutAsync(Actor actor, bool everywhere, CancellationToken cancellationToken)
    {
        var told = new ReleaseEvent(EventType.SessionEnded, actor.Name, everywhere ? $"{actor.Name} signed out everywhere" : $"{actor.Name} signed out");
        if (actor.Session is { } session && everywhere)
        {
            var now = clock.GetUtcNow();
            await people.ChangeAsync(session.PersonId, null, person => End(person, now, told), cancellationToken);
        }
        else
        {
            await events.AppendAsync(told, cancellationToken);
        }
    }

    private static Actor? ActorOf(Person person, PersonSession session) => person.Role is { } role
        ? Actor.Person(person.Login, role, person.Environments) with { Session = session }
        : null;

    private static List<ReleaseEvent> SignIn(Person person, GitHubAccount account, GrantedRole granted, DateTimeOffset now)
    {
        var before = new GrantedRole(person.Role, person.Environments);
        var known = person.LastSignIn is not null;
        person.SignIn(account.Login, account.Name, now);
        var changed = person.Grant(granted.Role, granted.Environments, now);
        var told = new List<ReleaseEvent> { new(EventType.SessionBegan, account.Login, $"{account.Login} signed in as {granted.Words}") };
        if (changed && known)
        {
            told.Add(MembershipCheck.Changed(account.Login, before, granted));
        }

        return told;
    }

    private static List<ReleaseEvent> End(Person person, DateTimeOffset now, ReleaseEvent told)
    {
        person.EndSessions(now);
        return [told];
    }

    private async Task RefuseAsync(GitHubAccount account, GrantedRole granted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var whom = roles.Whom(Role.Viewer, null) is { } members ? $" One must be {members}." : "";
        var told = new ReleaseEvent(EventType.SessionRefused, account.Login, $"{account.Login} may not sign in: no membership gives a role.{whom}");
        // Somebody known loses what they had; somebody unknown leaves no record but the event.
        if (await people.FindAsync(account.Id, cancellationToken) is null)
        {
            await events.AppendAsync(told, cancellationToken);
            return;
        }

        await people.ChangeAsync(
            account.Id, null,
            person =>
            {
                person.Grant(granted.Role, granted.Environments, now);
                return [told];
            },
            cancellationToken);
    }
}

/// <summary>How long people stay signed in, and how long an answer about their memberships counts.</summary>
/// <param name="Length">From sign-in, however busy: then one signs in again.</param>
/// <param name="RecheckEvery">How often memberships of those signed in are asked for.</param>
/// <param name="Remembered">So long an answer is as good as asking again.</param>
/// <param name="Grace">So long the last answer counts when GitHub cannot be asked.</param>
public sealed record SessionSettings(TimeSpan Length, TimeSpan RecheckEvery, TimeSpan Remembered, TimeSpan Grace)
{
    public static readonly SessionSettings Default =
        new(TimeSpan.FromHours(12), TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(30), TimeSpan.FromHours(12));
}
