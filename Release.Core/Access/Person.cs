using Release.Core.Environments;
using Release.Core.Events;

namespace Release.Core.Access;

/// <summary>Somebody who has signed in with GitHub: what their memberships gave them when they were last looked at.</summary>
public sealed class Person
{
    private string _environments = "";

    /// <param name="id">GitHub's number of the account; a login can change hands, this cannot.</param>
    public Person(long id, string login)
    {
        Id = id;
        Login = login;
    }

    private Person()
    {
    }

    public long Id { get; private set; }

    public string Login { get; private set; } = "";

    /// <summary>As GitHub shows it; empty when the account has none.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Null: no membership gives any role, so that the person may not sign in.</summary>
    public Role? Role { get; private set; }

    /// <summary>Where a deployer deploys; empty means everywhere.</summary>
    public IReadOnlyList<EnvironmentName> Environments =>
        [.. _environments.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(EnvironmentName.Parse)];

    /// <summary>When GitHub last answered about the memberships.</summary>
    public DateTimeOffset CheckedAt { get; private set; }

    public DateTimeOffset? LastSignIn { get; private set; }

    /// <summary>Sessions that began before this are over: sign-out everywhere.</summary>
    public DateTimeOffset SessionsSince { get; private set; }

    public void SignIn(string login, string name, DateTimeOffset at) => (Login, Name, LastSignIn) = (login, name, at);

    /// <summary>Takes what the memberships give. Returns whether it is something else than before.</summary>
    public bool Grant(Role? role, IEnumerable<EnvironmentName> environments, DateTimeOffset at)
    {
        var list = string.Join(',', environments.Select(environment => environment.Value));
        var changed = role != Role || list != _environments;
        (Role, _environments, CheckedAt) = (role, list, at);
        return changed;
    }

    public void EndSessions(DateTimeOffset at) => SessionsSince = at;
}

/// <summary>Who GitHub says has signed in.</summary>
/// <param name="Id">The account's number, which never changes hands.</param>
/// <param name="Login">Its name, which may.</param>
/// <param name="Name">As shown; empty when it has none.</param>
public sealed record GitHubAccount(long Id, string Login, string Name);

/// <summary>People who have signed in.</summary>
public interface IPeople
{
    /// <summary>Null for somebody unknown. What this replica changes shows at once, what others change within seconds. Do not change what it returns.</summary>
    Task<Person?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Those whose last sign-in is not before this and not before they signed out everywhere.</summary>
    Task<IReadOnlyList<Person>> SignedInSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Changes somebody and stores what is to be told of it, together.</summary>
    /// <param name="id">GitHub's number of the account.</param>
    /// <param name="login">Under which somebody unknown is added; null to leave somebody unknown alone.</param>
    /// <param name="change">Returns the events.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when nobody was changed.</returns>
    Task<Person?> ChangeAsync(long id, string? login, Func<Person, IReadOnlyList<ReleaseEvent>> change, CancellationToken cancellationToken);
}
