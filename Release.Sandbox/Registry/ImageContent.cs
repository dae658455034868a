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
