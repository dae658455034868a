using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Release.Sandbox.Registry;

/// <summary>
/// What an image consists of: a configuration and one empty layer, an OCI manifest with its index and the same in Docker's words.
/// It follows from the name alone, so that a digest is the same after a restart.
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

/// <summary>Bytes that the registry serves under their digest.</summary>
/// <param name="Digest"><c>sha256:</c> and 64 hexadecimal digits.</param>
/// <param name="IsManifest">Whether it is found under <c>manifests/</c>, else under <c>blobs/</c>.</param>
internal sealed record ContentPart(string Digest, string MediaType, byte[] Bytes, bool IsManifest);

/// <summary>What was named by a tag before, by digest: clients ask for the digest they were just told. Images that nobody asked for lately are forgotten.</summary>
internal sealed class ContentStore
{
    private const int Most = 12_000; // Two thousand images of six parts, some 5 MB.

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
