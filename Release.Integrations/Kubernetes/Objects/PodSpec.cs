namespace Release.Integrations.Kubernetes.Objects;

/// <summary>The containers of a pod; the application's is the first (contracts §8).</summary>
internal sealed record PodSpec(IReadOnlyList<PodSpec.Container>? Containers = null)
{
    public Container? First => Containers is [var first, ..] ? first : null;

    public sealed record Container(string? Name = null, string? Image = null);
}
