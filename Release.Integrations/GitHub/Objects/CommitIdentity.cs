using Release.Core.Changes;

namespace Release.Integrations.GitHub.Objects;

/// <summary>A commit of which only the name is wanted.</summary>
internal sealed record CommitIdentity(CommitSha Sha);
