using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Release.Sandbox.Registry;

/// <summary>
/// The content of an image: a configuration and an empty layer, an OCI manifest and index, and the same in Docker's formats.
/// It is derived from the name, so that digests are the same after a restart.
/// </summary>
internal sealed class ImageContent
{
    private const string Epoch = "1970-01-01T00:00:00Z";
    private static readonly byte[] EmptyTar = new byte[1024];
    private static readonly byte[] Layer = Compress(EmptyTar);

    private readonly Dictionary<string, ContentPart> _manifests = new(StringComparer.Ordinal);

    private ImageContent(string name, string tag)
    {
        var config = Part(MediaTypes.OciConfig, Config(name, tag), isManifest: false);
        var layer = Part(MediaTypes.OciLayer, Layer, isManifest: false);
        var oci = Manifest(MediaTypes.OciManifest, config, layer);
        var docker = Manifest(MediaTypes.DockerManifest, config with { MediaType = MediaTypes.DockerConfig }, layer with { MediaType = MediaTypes.DockerLayer });
        foreach (var manifest in new[] { oci, docker, Index(MediaTypes.OciIndex, oci), Index(MediaTypes.DockerList, docker) })
        {
            _manifests[manifest.MediaType] = manifest;
        }

        Parts = [config, layer, .. _manifests.Values];
    }

    public IReadOnlyList<ContentPart> Parts { get; }

    public static ImageContent Of(string name, string tag) => new(name, tag);

    /// <param name="mediaType">One of <see cref="MediaTypes.Manifests"/>.</param>
    public ContentPart Manifest(string mediaType) => _manifests[mediaType];

    private static byte[] Config(string name, string tag) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        created = Epoch,
        architecture = "amd64",
        os = "linux",
        config = new
        {
            Labels = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["org.opencontainers.image.source"] = $"https://github.com/{name}",
                ["org.opencontainers.image.version"] = tag,
            },
        },
        rootfs = new { type = "layers", diff_ids = new[] { DigestOf(EmptyTar) } },
    });

    private static ContentPart Manifest(string mediaType, ContentPart config, ContentPart layer) => Part(
        mediaType,
        JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, mediaType, config = Describe(config), layers = new[] { Describe(layer) } }),
        isManifest: true);

    private static ContentPart Index(string mediaType, ContentPart manifest) => Part(
        mediaType,
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType,
            manifests = new[]
            {
                new { mediaType = manifest.MediaType, digest = manifest.Digest, size = manifest.Bytes.Length, platform = new { architecture = "amd64", os = "linux" } },
            },
        }),
        isManifest: true);

    private static object Describe(ContentPart part) => new { mediaType = part.MediaType, size = part.Bytes.Length, digest = part.Digest };

    private static ContentPart Part(string mediaType, byte[] bytes, bool isManifest) => new(DigestOf(bytes), mediaType, bytes, isManifest);

    private static string DigestOf(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            stream.Write(bytes);
        }

        return compressed.ToArray();
    }
}

/// <summary>A manifest or blob.</summary>
/// <param name="Digest"><c>sha256:</c> and 64 hexadecimal digits.</param>
/// <param name="IsManifest">Whether it is served below <c>manifests/</c> instead of <c>blobs/</c>.</param>
internal sealed record ContentPart(string Digest, string MediaType, byte[] Bytes, bool IsManifest);

/// <summary>Recently served content by digest: clients resolve a tag and then request digests. The least recently used is dropped.</summary>
internal sealed class ContentStore
{
    private const int Most = 12_000; // Two thousand images with six parts each, about 5 MB.

    private readonly ConcurrentDictionary<(string Name, string Digest), ContentPart> _parts = new();

    public void Keep(string name, ImageContent image)
    {
        if (_parts.Count > Most)
        {
            _parts.Clear();
        }

        foreach (var part in image.Parts)
        {
            _parts[(name, part.Digest)] = part;
        }
    }

    public ContentPart? Find(string name, string digest, bool isManifest) =>
        _parts.GetValueOrDefault((name, digest)) is { } part && part.IsManifest == isManifest ? part : null;
}

/// <summary>Media types of manifests: OCI's and Docker's.</summary>
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

    /// <summary>In order of preference.</summary>
    public static readonly IReadOnlyList<string> Manifests = [OciIndex, DockerList, OciManifest, DockerManifest];

    /// <summary>The manifest type to serve; null when the client accepts none.</summary>
    public static string? Choose(IReadOnlyList<string> accepted) => accepted.Count == 0 || accepted.Contains("*/*", StringComparer.Ordinal)
        ? Manifests.FirstOrDefault(type => accepted.Contains(type, StringComparer.OrdinalIgnoreCase)) ?? OciIndex
        : Manifests.FirstOrDefault(type => accepted.Contains(type, StringComparer.OrdinalIgnoreCase));
}
