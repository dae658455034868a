namespace Release.Sandbox.GitHub.OAuth;

/// <summary>An access token that somebody signed in for.</summary>
/// <param name="Hash">SHA-256 of the token in hexadecimal.</param>
/// <param name="Scopes">Separated by commas, such as <c>read:org,user:email</c>.</param>
internal sealed record AccessGrant(string Hash, string Login, string Scopes);
