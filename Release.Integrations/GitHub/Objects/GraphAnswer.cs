namespace Release.Integrations.GitHub.Objects;

/// <summary>GraphQL's answer: data, errors, or both, where a part could not be answered.</summary>
internal sealed record GraphAnswer<TData>(TData? Data, IReadOnlyList<GraphError>? Errors)
    where TData : class;
