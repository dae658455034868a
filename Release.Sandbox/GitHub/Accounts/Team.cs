namespace Release.Sandbox.GitHub.Accounts;

/// <summary>A team of the organisation.</summary>
internal sealed record Team(long Id, string Slug, string Name, string Description);
