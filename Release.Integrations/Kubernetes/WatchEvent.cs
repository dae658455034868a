namespace Release.Integrations.Kubernetes;

/// <summary>One event of a watch.</summary>
/// <param name="Object">Null for a bookmark.</param>
/// <param name="ResourceVersion">Where a later watch goes on from.</param>
internal sealed record WatchEvent<T>(WatchEventType Type, T? Object, string? ResourceVersion)
    where T : class;
