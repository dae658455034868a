namespace Release.Core.Policies;

/// <summary>Who GitHub says has signed in.</summary>
/// <param name="Id">The account's number, which never changes hands.</param>
/// <param name="Login">Its name, which may.</param>
/// <param name="Name">As shown; empty when it has none.</param>
public sealed record GitHubAccount(long Id, string Login, string Name);
