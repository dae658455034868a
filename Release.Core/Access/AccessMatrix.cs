namespace Release.Core.Access;

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

/// <summary>Who may do one thing: a row of <see cref="AccessMatrix"/>.</summary>
/// <param name="Action">What.</param>
/// <param name="Words">The action as people read it, after "to": <c>deploy</c>.</param>
/// <param name="Person">The least role a person needs.</param>
/// <param name="Machine">The scope a machine token needs.</param>
public sealed record AccessRule(AccessAction Action, string Words, Role Person, TokenScopes Machine)
{
    /// <summary>The least role in the first environment and in those beside the promotion chain; null where it is the same.</summary>
    public Role? WhereOpen { get; init; }

    /// <summary>Whether the answer depends on the environment.</summary>
    public bool ByEnvironment { get; init; }
}
