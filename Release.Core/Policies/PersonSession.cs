namespace Release.Core.Policies;

/// <summary>A person's sign-in, as the session's cookie holds it. Role and environments are looked up, never trusted to a cookie.</summary>
/// <param name="PersonId">GitHub's number of the account.</param>
/// <param name="Since">When they signed in.</param>
public sealed record PersonSession(long PersonId, DateTimeOffset Since);
