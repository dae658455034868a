namespace Release.Core.Policies;

/// <summary>Who may do one thing: a row of <see cref="AccessMatrix"/>.</summary>
/// <param name="Action">What.</param>
/// <param name="Words">The same for people, to follow "to": <c>deploy</c>.</param>
/// <param name="Person">The least role a person needs.</param>
/// <param name="Machine">The scope a machine token needs.</param>
public sealed record AccessRule(AccessAction Action, string Words, Role Person, TokenScopes Machine)
{
    /// <summary>The least role in the first environment and in those beside the promotion chain, where it is another one.</summary>
    public Role? WhereOpen { get; init; }

    /// <summary>The environment is part of the question.</summary>
    public bool ByEnvironment { get; init; }
}
