namespace Release.Integrations.Kubernetes;

/// <summary>What a request is about, in the words of Kubernetes' access rules (kubernetes.io, "Using RBAC Authorization").</summary>
/// <param name="Verb">For example <c>list</c> or <c>patch</c>.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Resource">The plural, for example <c>deployments</c>.</param>
/// <param name="Definition">The kind's name for people, for example <c>Argo CD's Application</c>; null when none was given.</param>
/// <param name="Namespace">Null for all namespaces, and for kinds that have none.</param>
internal sealed record RequestTarget(
    string Verb, string Group, string Resource, string? Definition = null, string? Namespace = null, string? Name = null, string? Subresource = null)
{
    /// <summary>For example <c>deployments/status web in apps</c>.</summary>
    public string What => Full + (Name is null ? "" : $" {Name}") + (Namespace is null ? "" : $" in {Namespace}");

    /// <summary>The rule that is missing when the cluster says no.</summary>
    public string Grant =>
        $"Grant its user the verb '{Verb}' on '{Full}' in the API group '{Group}' {(Namespace is null ? "for the whole cluster (ClusterRole)" : $"in the namespace '{Namespace}' (Role)")}.";

    private string Full => Subresource is null ? Resource : $"{Resource}/{Subresource}";
}
