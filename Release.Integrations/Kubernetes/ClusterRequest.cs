namespace Release.Integrations.Kubernetes;

/// <summary>One request to a cluster.</summary>
/// <param name="Path">Below the server's address, with its query, percent-encoded.</param>
/// <param name="Target">What it is about, for messages.</param>
internal sealed record ClusterRequest(HttpMethod Method, string Path, RequestTarget Target)
{
    public string? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>404 is an answer, not an error, unless the kind itself is unknown.</summary>
    public bool MissingIsNull { get; init; }

    /// <summary>400 is an answer, not an error: what is asked for is not there yet (logs).</summary>
    public bool NotYetIsNull { get; init; }
}
