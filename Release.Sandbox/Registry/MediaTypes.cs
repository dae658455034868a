namespace Release.Sandbox.Registry;

/// <summary>What manifests are called: by the OCI image specification, and by Docker before it.</summary>
internal static class MediaTypes
{
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciConfig = "application/vnd.oci.image.config.v1+json";
    public const string OciLayer = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";
    public const string DockerLayer = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    /// <summary>In the order in which they are preferred.</summary>
    public static readonly IReadOnlyList<string> Manifests = [OciIndex, DockerList, OciManifest, DockerManifest];

    /// <summary>The manifest to answer with; null when the client takes none of them.</summary>
    public static string? Choose(IReadOnlyList<string> accepted) => accepted.Count == 0 || accepted.Contains("*/*", StringComparer.Ordinal)
        ? Manifests.FirstOrDefault(type => accepted.Contains(type, StringComparer.OrdinalIgnoreCase)) ?? OciIndex
        : Manifests.FirstOrDefault(type => accepted.Contains(type, StringComparer.OrdinalIgnoreCase));
}
