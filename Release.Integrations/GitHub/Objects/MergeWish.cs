namespace Release.Integrations.GitHub.Objects;

internal sealed record MergeWish(string Base, string Head, string CommitMessage);
