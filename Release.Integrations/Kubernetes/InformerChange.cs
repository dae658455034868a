namespace Release.Integrations.Kubernetes;

/// <summary>One change of an informer's cache.</summary>
/// <param name="Before">Null when it was added.</param>
/// <param name="After">Null when it was deleted.</param>
internal sealed record InformerChange<T>(T? Before, T? After)
    where T : class;
