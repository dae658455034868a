namespace Release.Sandbox.Kubernetes;

/// <summary>Which part of an object an update may touch.</summary>
internal enum UpdateScope
{
    /// <summary>Everything: what the sandbox's own controllers do.</summary>
    Whole,

    /// <summary>Everything but status, where the kind has a status subresource.</summary>
    Main,

    /// <summary>Status alone.</summary>
    Status,
}
