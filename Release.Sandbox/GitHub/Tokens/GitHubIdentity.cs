namespace Release.Sandbox.GitHub.Tokens;

/// <summary>Who a token stands for.</summary>
/// <param name="Login">The account; an installation's is the app's own.</param>
/// <param name="InstallationId">For an installation's token; null for a person's or a machine user's.</param>
/// <param name="Scopes">As in <c>x-oauth-scopes</c>; empty for an installation.</param>
internal sealed record GitHubIdentity(string Login, long? InstallationId, IReadOnlyList<string> Scopes)
{
    public bool MayWriteRepositories => Scopes.Contains("repo") || Scopes.Contains("public_repo");
}
