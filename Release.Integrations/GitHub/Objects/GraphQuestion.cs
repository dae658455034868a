namespace Release.Integrations.GitHub.Objects;

internal sealed record GraphQuestion(string Query, IReadOnlyDictionary<string, string> Variables);
