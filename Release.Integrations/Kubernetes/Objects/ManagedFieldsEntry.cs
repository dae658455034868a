using System.Text.Json;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>Which fields somebody set (<c>meta/v1 ManagedFieldsEntry</c>).</summary>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="Subresource">For example <c>status</c>; null for the object itself.</param>
/// <param name="FieldsV1">A tree of keys such as <c>f:spec</c> and <c>k:{"name":"app"}</c>.</param>
internal sealed record ManagedFieldsEntry(
    string? Manager = null, string? Operation = null, DateTimeOffset? Time = null, string? Subresource = null, JsonElement? FieldsV1 = null);
