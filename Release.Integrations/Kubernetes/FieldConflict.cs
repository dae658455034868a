namespace Release.Integrations.Kubernetes;

/// <summary>A field that another manager set and a server-side apply wanted to change (kubernetes.io, "Server-Side Apply").</summary>
/// <param name="Manager">Who set it, for example <c>kubectl-client-side-apply</c>.</param>
/// <param name="Field">Its path, for example <c>.spec.replicas</c>.</param>
internal sealed record FieldConflict(string Manager, string Field);
