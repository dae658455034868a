namespace Release.Sandbox.GitHub.Tokens;

/// <summary>A token as it is kept: under its hash, never itself.</summary>
internal sealed record StoredToken(GitHubIdentity Identity, DateTimeOffset? ExpiresAt, DateTimeOffset MadeAt = default);
