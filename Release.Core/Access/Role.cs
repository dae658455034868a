using Release.Core.Environments;

namespace Release.Core.Access;

/// <summary>What a person may do, each including the ones before.</summary>
public enum Role
{
    /// <summary>Sees everything.</summary>
    Viewer,

    /// <summary>Deploys to the first environment and those beside the promotion chain.</summary>
    Developer,

    /// <summary>Deploys everywhere (the production team).</summary>
    Deployer,

    /// <summary>Switches continuous deployment, freezes, tokens.</summary>
    Admin,
}

/// <summary>One line of the mapping: active members of this organisation or team get that role.</summary>
/// <param name="Organisation">Its login on GitHub.</param>
/// <param name="Team">The team's slug; null for the organisation itself.</param>
/// <param name="Role">The members' role.</param>
/// <param name="Environments">For a deployer: where; empty means everywhere.</param>
public sealed record RoleGrant(string Organisation, string? Team, Role Role, IReadOnlyList<EnvironmentName> Environments)
{
    /// <summary><c>example/developers</c>, or the organisation's name.</summary>
    public string Members => Team is null ? Organisation : $"{Organisation}/{Team}";
}

/// <summary>The combined rights of a person's memberships.</summary>
/// <param name="Role">The highest; null when there is none.</param>
/// <param name="Environments">Where a deployer deploys; empty means everywhere.</param>
public sealed record GrantedRole(Role? Role, IReadOnlyList<EnvironmentName> Environments)
{
    public string Words => Role switch
    {
        null => "no role",
        Access.Role.Deployer when Environments.Count > 0 => $"deployer of {string.Join(", ", Environments)}",
        { } role => role.ToString().ToLowerInvariant(),
    };
}

/// <summary>Which memberships give which role, as configured.</summary>
public sealed class RoleMapping(IReadOnlyList<RoleGrant> grants)
{
    private const int MostNamed = 3;

    public static readonly RoleMapping None = new([]);

    public IReadOnlyList<RoleGrant> Grants => grants;

    /// <summary>The highest of the roles, and all environments that they allow a deployer.</summary>
    public static GrantedRole Combine(IEnumerable<RoleGrant> held)
    {
        var list = held.ToList();
        if (list.Count == 0)
        {
            return new GrantedRole(null, []);
        }

        var role = list.Max(grant => grant.Role);
        var deployer = list.Where(grant => grant.Role is Role.Deployer).ToList();
        IReadOnlyList<EnvironmentName> where = role is not Role.Deployer || deployer.Exists(grant => grant.Environments.Count == 0)
            ? []
            : [.. deployer.SelectMany(grant => grant.Environments).Distinct()];
        return new GrantedRole(role, where);
    }

    /// <summary>Which teams' members have the role there, as it follows "ask": <c>a member of example/production-deploy</c>. Null when nobody has it.</summary>
    public string? Whom(Role needed, EnvironmentName? environment)
    {
        var whom = grants
            .Where(grant => grant.Role >= needed)
            .Where(grant => grant.Role is not Role.Deployer || environment is null || grant.Environments.Count == 0 || grant.Environments.Contains(environment))
            .OrderBy(grant => grant.Role).Select(grant => grant.Members).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostNamed).ToList();
        return whom.Count == 0 ? null : $"a member of {string.Join(" or ", whom)}";
    }
}
