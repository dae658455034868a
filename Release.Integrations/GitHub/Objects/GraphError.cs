namespace Release.Integrations.GitHub.Objects;

/// <param name="Type">NOT_FOUND, FORBIDDEN, INSUFFICIENT_SCOPES, RATE_LIMITED …; null for others.</param>
internal sealed record GraphError(string? Type, string? Message);
