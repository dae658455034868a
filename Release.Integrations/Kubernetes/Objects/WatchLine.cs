using System.Text.Json;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>One line of a watch's answer, before the object is read as its type.</summary>
internal sealed record WatchLine(string? Type = null, JsonElement Object = default);
