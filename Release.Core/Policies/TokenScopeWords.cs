namespace Release.Core.Policies;

/// <summary>Scopes as words, in API and pages alike: <c>read</c>, <c>notify</c>, <c>deploy</c>, <c>admin</c>.</summary>
public static class TokenScopeWords
{
    public static readonly IReadOnlyList<TokenScopes> Each = [TokenScopes.Read, TokenScopes.Notify, TokenScopes.Deploy, TokenScopes.Admin];

    public static IReadOnlyList<string> Of(TokenScopes scopes) =>
        [.. Each.Where(scope => scopes.HasFlag(scope)).Select(scope => scope.ToString().ToLowerInvariant())];

    /// <summary>Null for a word that is no scope.</summary>
    public static TokenScopes? Parse(string? word) =>
        Each.Select(scope => (TokenScopes?)scope).FirstOrDefault(scope => scope.ToString()!.ToLowerInvariant() == word);
}
