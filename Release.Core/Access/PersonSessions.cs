using Release.Core.Events;
using Release.Core.Failures;

namespace Release.Core.Access;

/// <summary>Sign-in, sign-out, and the current rights of a session.</summary>
public sealed class PersonSessions(
    IPeople people, MembershipCheck memberships, RoleMapping roles, IEventLog events, SessionSettings settings, TimeProvider clock)
{
    /// <summary>Asks for the memberships and begins a session; null when they give no role. Both outcomes are in the event log.</summary>
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

    /// <summary>Who the session's person is now; null when the session has ended (signed out everywhere, too old, no role). A few seconds behind at most.</summary>
    public async Task<Actor?> CurrentAsync(PersonSession session, CancellationToken cancellationToken)
    {
        var person = await people.FindAsync(session.PersonId, cancellationToken);
        return person is null || session.Since < person.SessionsSince || clock.GetUtcNow() - session.Since >= settings.Length
            ? null
            : ActorOf(person, session);
    }

    /// <param name="actor">Who signs out; without a session only the event is written.</param>
    /// <param name="everywhere">Whether to end every session of the person, on every replica within seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task SignOutAsync(Actor actor, bool everywhere, CancellationToken cancellationToken)
    {
        var releaseEvent = new ReleaseEvent(EventType.SessionEnded, actor.Name, everywhere ? $"{actor.Name} signed out everywhere" : $"{actor.Name} signed out");
        if (actor.Session is { } session && everywhere)
        {
            var now = clock.GetUtcNow();
            await people.ChangeAsync(session.PersonId, null, person => End(person, now, releaseEvent), cancellationToken);
        }
        else
        {
            await events.AppendAsync(releaseEvent, cancellationToken);
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
        var changes = new List<ReleaseEvent> { new(EventType.SessionBegan, account.Login, $"{account.Login} signed in as {granted.Words}") };
        if (changed && known)
        {
            changes.Add(MembershipCheck.Changed(account.Login, before, granted));
        }

        return changes;
    }

    private static List<ReleaseEvent> End(Person person, DateTimeOffset now, ReleaseEvent releaseEvent)
    {
        person.EndSessions(now);
        return [releaseEvent];
    }

    private async Task RefuseAsync(GitHubAccount account, GrantedRole granted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var whom = roles.Whom(Role.Viewer, null) is { } members ? $" To sign in, become {members}." : "";
        var releaseEvent = new ReleaseEvent(EventType.SessionRefused, account.Login, $"{account.Login} may not sign in: no membership gives a role.{whom}");
        // A known person loses the stored role; for an unknown one only the event is stored.
        if (await people.FindAsync(account.Id, cancellationToken) is null)
        {
            await events.AppendAsync(releaseEvent, cancellationToken);
            return;
        }

        await people.ChangeAsync(
            account.Id, null,
            person =>
            {
                person.Grant(granted.Role, granted.Environments, now);
                return [releaseEvent];
            },
            cancellationToken);
    }
}

/// <summary>How long people stay signed in, and how long an answer about their memberships counts.</summary>
/// <param name="Length">How long a session lasts from sign-in, even when it is used.</param>
/// <param name="RecheckEvery">How often the memberships of signed-in people are checked.</param>
/// <param name="Remembered">How long an answer is reused without asking again.</param>
/// <param name="Grace">How long the last answer counts while GitHub is unavailable.</param>
public sealed record SessionSettings(TimeSpan Length, TimeSpan RecheckEvery, TimeSpan Remembered, TimeSpan Grace)
{
    public static readonly SessionSettings Default =
        new(TimeSpan.FromHours(12), TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(30), TimeSpan.FromHours(12));
}
