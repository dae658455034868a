namespace Release.Integrations.GitHub.Objects;

internal sealed record GraphPull(int Number, string Title);
