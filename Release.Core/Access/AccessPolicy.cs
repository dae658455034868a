using Release.Core.Environments;

namespace Release.Core.Access;

/// <summary>Decides who may do what, for pages, API and jobs alike. Its table is <see cref="AccessMatrix"/>.</summary>
/// <param name="environments">Says which environments are open to developers.</param>
/// <param name="roles">Which teams have which role, so that a refusal can say whom to ask; without it a refusal names only the role.</param>
public sealed class AccessPolicy(EnvironmentOrder environments, RoleMapping? roles = null)
{
    /// <param name="actor">Who asks.</param>
    /// <param name="action">What for.</param>
    /// <param name="environment">Where; null for actions that have no environment.</param>
    public AccessDecision Decide(Actor actor, AccessAction action, EnvironmentName? environment = null)
    {
        var rule = AccessMatrix.RuleOf(action);
        return actor.Role is { } role ? Person(actor, role, rule, environment) : Machine(actor, rule, environment);
    }

    /// <summary>Whether a person's memberships are checked again first, because the action needs more than the Developer role.</summary>
    public bool NeedsConfirmation(AccessAction action, EnvironmentName? environment) =>
        action is AccessAction.Deploy && environment is not null
        && Needed(AccessMatrix.RuleOf(action), environment) >= Role.Deployer;

    /// <summary>Whether the actor may issue a token with these rights. A machine cannot grant more than it has.</summary>
    public AccessDecision DecideGrant(Actor by, TokenScopes scopes, IReadOnlyList<EnvironmentName> granted, DateTimeOffset? until)
    {
        if (Decide(by, AccessAction.ManageTokens) is { Allowed: false } refused)
        {
            return refused;
        }

        if (by.Role is not null)
        {
            return AccessDecision.Yes;
        }

        var wider = (scopes & ~by.Scopes) is not TokenScopes.None ? $"the scope {Describe(scopes & ~by.Scopes)}"
            : by.Environments.Count > 0 && (granted.Count == 0 || granted.Except(by.Environments).Any()) ? "other environments"
            : by.Until is { } end && (until is null || until > end) ? "a longer life"
            : null;
        return wider is null
            ? AccessDecision.Yes
            : AccessDecision.No($"The token '{by.Name}' may only hand out what it has itself, and this would have {wider}. A person who is admin can do it.");
    }

    private AccessDecision Person(Actor actor, Role role, AccessRule rule, EnvironmentName? environment)
    {
        var needed = Needed(rule, environment);
        var what = rule.ByEnvironment && environment is not null ? $"{rule.Words}{Preposition(rule)}{environment}" : rule.Words;
        if (role < needed)
        {
            return AccessDecision.No($"You need the {needed} role to {what}; yours is {role}. {Ask(needed, environment)}");
        }

        // The limit to environments applies only to what a deployer may do beyond a developer.
        return role is Role.Deployer && needed is Role.Deployer && Elsewhere(actor, environment)
            ? AccessDecision.No($"Your Deployer role is for {string.Join(", ", actor.Environments)}, so you cannot {what}. {Ask(needed, environment)}")
            : AccessDecision.Yes;
    }

    private Role Needed(AccessRule rule, EnvironmentName? environment) =>
        rule.WhereOpen is { } open && environment is not null && IsOpen(environment) ? open : rule.Person;

    private bool IsOpen(EnvironmentName environment) =>
        environment == environments.First.Name || environments.Find(environment) is { PromotesOnward: false };

    private string Ask(Role needed, EnvironmentName? environment) =>
        $"Ask {roles?.Whom(needed, environment) ?? $"a member of the {Describe(needed)} team"}.";

    private static AccessDecision Machine(Actor actor, AccessRule rule, EnvironmentName? environment)
    {
        if (!actor.Scopes.HasFlag(rule.Machine))
        {
            return AccessDecision.No($"The token '{actor.Name}' lacks the scope {Describe(rule.Machine)}. An admin can make one that has it.");
        }

        return Elsewhere(actor, environment)
            ? AccessDecision.No($"The token '{actor.Name}' is not for {environment}. An admin can make one that is.")
            : AccessDecision.Yes;
    }

    private static bool Elsewhere(Actor actor, EnvironmentName? environment) =>
        environment is not null && actor.Environments.Count > 0 && !actor.Environments.Contains(environment);

    private static string Preposition(AccessRule rule) => rule.Action is AccessAction.Deploy ? " to " : " in ";

    private static string Describe(Enum word) => word.ToString().ToLowerInvariant();
}

/// <summary>An action that needs permission. <see cref="AccessMatrix"/> says who has it.</summary>
public enum AccessAction
{
    Read,

    /// <summary>Record a deployment that others did.</summary>
    Notify,

    /// <summary>Start, resume, cancel or roll back a deployment in an environment.</summary>
    Deploy,

    /// <summary>Edit an application's name, notes or freeze.</summary>
    EditApplication,

    /// <summary>Turn a continuous deployment flag on or off.</summary>
    SwitchFlags,

    /// <summary>See, make, rotate and revoke machine tokens.</summary>
    ManageTokens,

    /// <summary>See jobs and the other admin pages.</summary>
    Administer,
}

/// <param name="Reason">When refused: why, and who may, in a sentence.</param>
public sealed record AccessDecision(bool Allowed, string Reason)
{
    public static readonly AccessDecision Yes = new(true, "");

    /// <summary>When access was allowed without confirmation from GitHub: why, for the event log.</summary>
    public string? Reservation { get; init; }

    public static AccessDecision No(string reason) => new(false, reason);
}
