namespace Release.Integrations.GitHub.Objects;

/// <param name="Ref">In full: <c>refs/heads/main</c>.</param>
internal sealed record ReferenceObject(string Ref, ReferenceObject.ReferencedObject Object)
{
    /// <param name="Type">commit, or tag for an annotated one.</param>
    internal sealed record ReferencedObject(string Type, string Sha);
}
