namespace Release.Sandbox.Kubernetes.Faults;

/// <summary>Requests that are answered 403 although roles would allow them.</summary>
/// <param name="Verb">Such as <c>list</c>; null for every verb.</param>
/// <param name="Resource">Plural, such as <c>pods</c> or <c>pods/log</c>; null for everything.</param>
internal sealed record RefusalRule(string? Verb, string? Resource)
{
    public bool Matches(string verb, string resource) =>
        (Verb is null || Verb == verb) && (Resource is null || Resource == resource);
}
