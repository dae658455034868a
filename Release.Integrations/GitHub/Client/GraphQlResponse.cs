namespace Release.Integrations.GitHub.Client;

/// <summary>GraphQL's answer: data, errors, or both, where a part could not be answered.</summary>
internal sealed record GraphQlResponse<TData>(TData? Data, IReadOnlyList<GraphError>? Errors)
    where TData : class;

/// <summary>Data of a GraphQL answer.</summary>
internal interface IGraphData
{
    /// <summary>Nothing of what was asked for is there.</summary>
    bool IsEmpty { get; }
}

/// <param name="Type">NOT_FOUND, FORBIDDEN, INSUFFICIENT_SCOPES, RATE_LIMITED …; null for others.</param>
internal sealed record GraphError(string? Type, string? Message);

/// <summary>A connection of GraphQL, as far as it was asked for.</summary>
internal sealed record GraphNodes<T>(IReadOnlyList<T>? Nodes, int TotalCount)
{
    /// <summary>None where that part could not be answered.</summary>
    public IReadOnlyList<T> All => Nodes ?? [];
}

internal sealed record GraphPull(int Number, string Title);
