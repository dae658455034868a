namespace Release.Core.Policies;

/// <summary>The one table of who may do what. <c>docs/authorisation.md</c> shows it, and a test compares the two.</summary>
public static class AccessMatrix
{
    public static readonly IReadOnlyList<AccessRule> Rules =
    [
        new(AccessAction.Read, "see this", Role.Viewer, TokenScopes.Read),
        new(AccessAction.Notify, "record a deployment", Role.Deployer, TokenScopes.Notify) { ByEnvironment = true },
        new(AccessAction.Deploy, "deploy", Role.Deployer, TokenScopes.Deploy) { WhereOpen = Role.Developer, ByEnvironment = true },
        new(AccessAction.EditApplication, "edit an application", Role.Developer, TokenScopes.Admin),
        new(AccessAction.SwitchFlags, "switch continuous deployment", Role.Admin, TokenScopes.Admin) { ByEnvironment = true },
        new(AccessAction.ManageTokens, "manage machine tokens", Role.Admin, TokenScopes.Admin),
        new(AccessAction.Administer, "administer Release", Role.Admin, TokenScopes.Admin),
    ];

    public static AccessRule RuleOf(AccessAction action) => Rules.First(rule => rule.Action == action);
}
