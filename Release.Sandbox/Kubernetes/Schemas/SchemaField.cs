namespace Release.Sandbox.Kubernetes.Schemas;

/// <summary>A field of a struct.</summary>
/// <param name="Always">Written even when empty, so that it is never "added" (fields without <c>omitempty</c>).</param>
internal sealed record SchemaField(string Name, SchemaType Type, bool Always);
