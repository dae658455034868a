using Release.Core.Environments;

namespace Release.Core.Policies;

/// <summary>A token somebody wants.</summary>
/// <param name="Name">What it is for: 1 to 100 characters, and no other token in use has it.</param>
/// <param name="Scopes">At least one.</param>
/// <param name="Environments">Where it deploys and notifies; empty means everywhere.</param>
/// <param name="ExpiresAt">Null for never.</param>
public sealed record TokenWish(string Name, TokenScopes Scopes, IReadOnlyList<EnvironmentName> Environments, DateTimeOffset? ExpiresAt);
