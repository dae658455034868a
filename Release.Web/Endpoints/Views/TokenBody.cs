namespace Release.Web.Endpoints.Views;

/// <summary>A machine token that is wanted.</summary>
internal sealed record TokenBody(string Name, string[] Scopes, string[]? Environments, DateTimeOffset? ExpiresAt);
