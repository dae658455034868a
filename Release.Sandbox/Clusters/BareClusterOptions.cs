using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Clusters;

/// <summary>How a bare cluster is made.</summary>
internal sealed record BareClusterOptions
{
    /// <summary>Port of its API server; 0 for any.</summary>
    public int Port { get; init; }

    /// <summary>Changes it remembers for watches that resume.</summary>
    public int HistoryLength { get; init; } = ObjectStore.DefaultHistoryLength;

    /// <summary>Between two bookmarks of a watch that asked for them.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Namespaces that are there from the beginning, besides the usual ones.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];
}
