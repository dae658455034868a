using Release.Core.Environments;

namespace Release.Core.Policies;

/// <summary>Which memberships give which role, as configured.</summary>
public sealed class RoleMapping(IReadOnlyList<RoleGrant> grants)
{
    private const int MostNamed = 3;

    public static readonly RoleMapping None = new([]);

    public IReadOnlyList<RoleGrant> Grants => grants;

    /// <summary>The highest role of those held, and every environment that any of them gives a deployer.</summary>
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

    /// <summary>Whose members have such a role there, to follow "ask": <c>a member of example/production-deploy</c>. Null when the mapping gives it to nobody.</summary>
    public string? Whom(Role needed, EnvironmentName? environment)
    {
        var whom = grants
            .Where(grant => grant.Role >= needed)
            .Where(grant => grant.Role is not Role.Deployer || environment is null || grant.Environments.Count == 0 || grant.Environments.Contains(environment))
            .OrderBy(grant => grant.Role).Select(grant => grant.Members).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostNamed).ToList();
        return whom.Count == 0 ? null : $"a member of {string.Join(" or ", whom)}";
    }
}
