using Release.Core.Environments;

namespace Release.Core.Policies;

/// <summary>One line of the mapping: whoever is an active member of this gets that role.</summary>
/// <param name="Organisation">Its login on GitHub.</param>
/// <param name="Team">The team's slug; null for the organisation itself.</param>
/// <param name="Role">What members are.</param>
/// <param name="Environments">For a deployer: where; empty means everywhere.</param>
public sealed record RoleGrant(string Organisation, string? Team, Role Role, IReadOnlyList<EnvironmentName> Environments)
{
    /// <summary><c>example/developers</c>, or the organisation's name.</summary>
    public string Members => Team is null ? Organisation : $"{Organisation}/{Team}";
}
