using Release.Core.Environments;

namespace Release.Core.Policies;

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
