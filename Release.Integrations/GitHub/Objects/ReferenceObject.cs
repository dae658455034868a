namespace Release.Integrations.GitHub.Objects;

/// <param name="Ref">In full: <c>refs/heads/main</c>.</param>
internal sealed record ReferenceObject(string Ref, ReferenceObject.ReferencedObject Object)
{
    internal sealed record ReferencedObject(string Sha);
}
