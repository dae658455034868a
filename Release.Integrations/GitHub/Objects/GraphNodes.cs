namespace Release.Integrations.GitHub.Objects;

/// <summary>A connection of GraphQL, as far as it was asked for.</summary>
internal sealed record GraphNodes<T>(IReadOnlyList<T>? Nodes, int TotalCount)
{
    /// <summary>None where that part could not be answered.</summary>
    public IReadOnlyList<T> All => Nodes ?? [];
}
