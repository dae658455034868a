using Release.Core.Environments;

namespace Release.Core.Policies;

/// <summary>Who asks: a person with a role, or a machine token with scopes.</summary>
/// <param name="Name">For logs and the event log; never a secret.</param>
/// <param name="Role">A person's role; null for a machine token.</param>
/// <param name="Scopes">A machine token's scopes; none for a person.</param>
/// <param name="Environments">Environments a machine token is limited to; empty means all.</param>
public sealed record Actor(string Name, Role? Role, TokenScopes Scopes, IReadOnlyList<EnvironmentName> Environments)
{
    public static Actor Person(string name, Role role) => new(name, role, TokenScopes.None, []);

    public static Actor Machine(string name, TokenScopes scopes, IReadOnlyList<EnvironmentName>? environments = null) =>
        new(name, null, scopes, environments ?? []);
}
