namespace Release.Tests.Integration.Clusters;

/// <summary>A verb on a resource, as one of the manifests grants it.</summary>
/// <param name="File">For example <c>rbac.yaml</c>.</param>
/// <param name="Role">The role that grants it.</param>
/// <param name="IsClusterWide">Whether it is granted in all namespaces.</param>
internal sealed record GrantedRight(string File, string Role, bool IsClusterWide, string Group, string Resource, string Verb);
