using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;

namespace Release.Web.Hosting;

/// <summary>
/// Blazor's browser script, taken from the assembly that carries it as an embedded resource and kept next to the
/// application as data (never loaded). Why: docs/adr/0004-blazor-script.md.
/// </summary>
internal sealed class BlazorScript
{
    public const string FileName = "blazor-script.bin";
    public const string ResourceName = "_framework/blazor.web.js";

    private readonly Lazy<Encoded> _script;

    public BlazorScript(string file) => _script = new Lazy<Encoded>(() => Encode(ReadResource(file)));

    public string EntityTag => _script.Value.EntityTag;

    /// <summary>The script in the best encoding of those accepted.</summary>
    public (byte[] Bytes, string? Encoding) For(string acceptEncoding)
    {
        var script = _script.Value;
        return acceptEncoding.Contains("br", StringComparison.OrdinalIgnoreCase) ? (script.Brotli, "br")
            : acceptEncoding.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? (script.Gzip, "gzip")
            : (script.Plain, null);
    }

    private static byte[] ReadResource(string file)
    {
        using var stream = File.OpenRead(file);
        using var assembly = new PEReader(stream);
        var metadata = assembly.GetMetadataReader();
        var resource = metadata.ManifestResources.Select(metadata.GetManifestResource)
            .First(resource => metadata.GetString(resource.Name) == ResourceName);
        var directory = assembly.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress;
        var data = assembly.GetSectionData(directory).GetReader();
        data.Offset = checked((int)resource.Offset);
        return data.ReadBytes(data.ReadInt32());
    }

    private static Encoded Encode(byte[] plain) => new(
        plain,
        Compress(plain, target => new BrotliStream(target, CompressionLevel.Optimal)),
        Compress(plain, target => new GZipStream(target, CompressionLevel.Optimal)),
        $"\"{Convert.ToHexStringLower(SHA256.HashData(plain))[..16]}\"");

    private static byte[] Compress(byte[] plain, Func<Stream, Stream> compressor)
    {
        using var target = new MemoryStream();
        using (var stream = compressor(target))
        {
            stream.Write(plain);
        }

        return target.ToArray();
    }

    private sealed record Encoded(byte[] Plain, byte[] Brotli, byte[] Gzip, string EntityTag);
}
