namespace Release.Integrations.Kubernetes;

/// <summary>What one exchange with a cluster may take.</summary>
internal sealed record ClusterLimits
{
    public static readonly ClusterLimits Default = new();

    /// <summary>For one request with its answer; a watch has its own.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the server is asked to keep a watch open; it is then opened again where it ended.</summary>
    public TimeSpan Watch { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A watch in which nothing came for so long, not even a bookmark (one a minute), is opened again.</summary>
    public TimeSpan WatchIdle { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The longest Retry-After that is waited for; a longer one is handed to the caller as a failure.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a safe request is repeated when the server asks for patience.</summary>
    public int Repeats { get; init; } = 2;

    public int PageSize { get; init; } = 500;

    /// <summary>Bytes of one answer.</summary>
    public long Body { get; init; } = 256 * 1024 * 1024;

    /// <summary>Bytes of one event of a watch.</summary>
    public int WatchLine { get; init; } = 8 * 1024 * 1024;

    /// <summary>Bytes kept of a log: its end.</summary>
    public int Log { get; init; } = 256 * 1024;
}
