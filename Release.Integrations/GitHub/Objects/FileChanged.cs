namespace Release.Integrations.GitHub.Objects;

internal sealed record FileChanged(CommitIdentity Commit);
