namespace Release.Integrations.GitHub.Objects;

/// <summary>Data of a GraphQL answer.</summary>
internal interface IGraphData
{
    /// <summary>Nothing of what was asked for is there.</summary>
    bool IsEmpty { get; }
}
