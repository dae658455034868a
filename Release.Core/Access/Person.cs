using Release.Core.Environments;
using Release.Core.Events;

namespace Release.Core.Access;

/// <summary>A person who has signed in with GitHub, with the role their memberships gave them at the last check.</summary>
public sealed class Person
{
    private string _environments = "";

    /// <param name="id">GitHub's number of the account. A login can pass to another account; the number cannot.</param>
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

    /// <summary>Null when no membership gives a role: the person cannot sign in.</summary>
    public Role? Role { get; private set; }

    /// <summary>Where a deployer deploys; empty means everywhere.</summary>
    public IReadOnlyList<EnvironmentName> Environments =>
        [.. _environments.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(EnvironmentName.Parse)];

    /// <summary>When GitHub last answered about the memberships.</summary>
    public DateTimeOffset CheckedAt { get; private set; }

    public DateTimeOffset? LastSignIn { get; private set; }

    /// <summary>Sessions that began before this have ended ("sign out everywhere").</summary>
    public DateTimeOffset SessionsSince { get; private set; }

    public void SignIn(string login, string name, DateTimeOffset at) => (Login, Name, LastSignIn) = (login, name, at);

    /// <summary>Stores the role that the memberships give. Returns whether it changed.</summary>
    public bool Grant(Role? role, IEnumerable<EnvironmentName> environments, DateTimeOffset at)
    {
        var list = string.Join(',', environments.Select(environment => environment.Value));
        var changed = role != Role || list != _environments;
        (Role, _environments, CheckedAt) = (role, list, at);
        return changed;
    }

    public void EndSessions(DateTimeOffset at) => SessionsSince = at;
}

/// <summary>The GitHub account that signed in.</summary>
/// <param name="Id">The account's number, which never changes.</param>
/// <param name="Login">The account's login, which can change.</param>
/// <param name="Name">As shown; empty when it has none.</param>
public sealed record GitHubAccount(long Id, string Login, string Name);

/// <summary>People who have signed in.</summary>
public interface IPeople
{
    /// <summary>Null when unknown. Changes by this replica are visible at once, changes by others within seconds. Do not modify the result.</summary>
    Task<Person?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>People who have signed in since this time and have not signed out everywhere afterwards.</summary>
    Task<IReadOnlyList<Person>> SignedInSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Changes a person and stores the events together.</summary>
    /// <param name="id">GitHub's number of the account.</param>
    /// <param name="login">The login to add an unknown person with; null to ignore an unknown person.</param>
    /// <param name="change">Returns the events.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when nobody was changed.</returns>
    Task<Person?> ChangeAsync(long id, string? login, Func<Person, IReadOnlyList<ReleaseEvent>> change, CancellationToken cancellationToken);
}
