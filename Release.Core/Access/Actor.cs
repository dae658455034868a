using Release.Core.Environments;

namespace Release.Core.Access;

/// <summary>Who asks: a person with a role, or a machine token with scopes.</summary>
/// <param name="Name">For logs and the event log; never a secret.</param>
/// <param name="Role">A person's role; null for a machine token.</param>
/// <param name="Scopes">A machine token's scopes; none for a person.</param>
/// <param name="Environments">Environments a machine token, or a deployer, is limited to; empty means all.</param>
public sealed record Actor(string Name, Role? Role, TokenScopes Scopes, IReadOnlyList<EnvironmentName> Environments)
{
    /// <summary>How a person signed in; null for machines and for the sandbox's own roles.</summary>
    public PersonSession? Session { get; init; }

    /// <summary>When a machine token expires; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    public static Actor Person(string name, Role role, IReadOnlyList<EnvironmentName>? environments = null) =>
        new(name, role, TokenScopes.None, environments ?? []);

    public static Actor Machine(string name, TokenScopes scopes, IReadOnlyList<EnvironmentName>? environments = null) =>
        new(name, null, scopes, environments ?? []);
}

/// <summary>A person's sign-in, as the session's cookie holds it. Role and environments are not in the cookie: they are looked up.</summary>
/// <param name="PersonId">GitHub's number of the account.</param>
/// <param name="Since">When they signed in.</param>
public sealed record PersonSession(long PersonId, DateTimeOffset Since);
