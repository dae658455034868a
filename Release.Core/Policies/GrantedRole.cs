using Release.Core.Environments;

namespace Release.Core.Policies;

/// <summary>What somebody's memberships give together.</summary>
/// <param name="Role">The highest; null when there is none.</param>
/// <param name="Environments">Where a deployer deploys; empty means everywhere.</param>
public sealed record GrantedRole(Role? Role, IReadOnlyList<EnvironmentName> Environments)
{
    public string Words => Role switch
    {
        null => "no role",
        Policies.Role.Deployer when Environments.Count > 0 => $"deployer of {string.Join(", ", Environments)}",
        { } role => role.ToString().ToLowerInvariant(),
    };
}
