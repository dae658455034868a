namespace Release.Sandbox.Kubernetes.Schemas;

/// <summary>How a value is built.</summary>
internal enum SchemaForm
{
    /// <summary>A text, number or truth.</summary>
    Scalar,

    /// <summary>An object with known fields.</summary>
    Struct,

    /// <summary>An object whose keys are data, such as labels.</summary>
    Map,

    List,

    /// <summary>Nothing is known: objects are merged key by key, lists are one value. So are custom resources.</summary>
    Any,
}
