namespace Release.Integrations.GitHub.Objects;

/// <summary>Files' texts, each under an alias of its own.</summary>
internal sealed record BlobsData(IReadOnlyDictionary<string, BlobsData.Blob?>? Repository) : IGraphData
{
    public bool IsEmpty => Repository is null;

    /// <param name="Text">Null where it is no text.</param>
    internal sealed record Blob(string? Text, bool IsTruncated);
}
