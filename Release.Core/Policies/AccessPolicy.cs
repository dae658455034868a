using Release.Core.Environments;

namespace Release.Core.Policies;

/// <summary>Who may do what: asked by pages, API and jobs alike, and nowhere decided again.</summary>
public sealed class AccessPolicy(EnvironmentOrder environments)
{
    /// <param name="actor">Who asks.</param>
    /// <param name="action">What for.</param>
    /// <param name="environment">Where; null for actions that have no environment.</param>
    public AccessDecision Decide(Actor actor, AccessAction action, EnvironmentName? environment = null) =>
        actor.Role is { } role ? Person(role, action, environment) : Machine(actor, action, environment);

    private AccessDecision Person(Role role, AccessAction action, EnvironmentName? environment) => action switch
    {
        AccessAction.Read => AccessDecision.Yes,
        AccessAction.Deploy => DeployAs(role, environment),
        AccessAction.Notify => Require(role, Role.Deployer, "record a deployment"),
        AccessAction.EditApplication => Require(role, Role.Developer, "edit an application"),
        AccessAction.SwitchFlags => Require(role, Role.Admin, "switch continuous deployment"),
        _ => Require(role, Role.Admin, "administer Release"),
    };

    private AccessDecision DeployAs(Role role, EnvironmentName? environment)
    {
        var open = environment is not null
            && (environment == environments.First.Name || environments.Find(environment) is { PromotesOnward: false });
        return Require(role, open ? Role.Developer : Role.Deployer, environment is null ? "deploy" : $"deploy to {environment}");
    }

    private static AccessDecision Machine(Actor actor, AccessAction action, EnvironmentName? environment)
    {
        var needed = action switch
        {
            AccessAction.Read => TokenScopes.Read,
            AccessAction.Notify => TokenScopes.Notify,
            AccessAction.Deploy => TokenScopes.Deploy,
            _ => TokenScopes.Admin,
        };
        if (!actor.Scopes.HasFlag(needed))
        {
            return AccessDecision.No($"The token '{actor.Name}' lacks the scope {needed.ToString().ToLowerInvariant()}. An admin can make one that has it.");
        }

        return environment is null || actor.Environments.Count == 0 || actor.Environments.Contains(environment)
            ? AccessDecision.Yes
            : AccessDecision.No($"The token '{actor.Name}' is not for {environment}. An admin can make one that is.");
    }

    private static AccessDecision Require(Role has, Role needed, string what) => has >= needed
        ? AccessDecision.Yes
        : AccessDecision.No($"To {what} one must be {needed.ToString().ToLowerInvariant()}; you are {has.ToString().ToLowerInvariant()}. Ask a member of the {needed.ToString().ToLowerInvariant()} team.");
}
