using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Release.Integrations.Git;

/// <summary>A pack of whole objects, as <c>git index-pack</c> takes it (gitformat-pack, version 2).</summary>
internal static class GitPack
{
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The format's own check sum.")]
    public static byte[] Of(IReadOnlyCollection<GitObject> objects)
    {
        using var pack = new MemoryStream();
        Span<byte> head = stackalloc byte[12];
        "PACK"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], 2);
        BinaryPrimitives.WriteInt32BigEndian(head[8..], objects.Count);
        pack.Write(head);
        foreach (var each in objects)
        {
            WriteHeader(pack, each);
            using var compressed = new ZLibStream(pack, CompressionLevel.Fastest, leaveOpen: true);
            compressed.Write(each.Content);
        }

        pack.Write(SHA1.HashData(pack.GetBuffer().AsSpan(0, (int)pack.Length)));
        return pack.ToArray();
    }

    /// <summary>Type in bits 4 to 6 of the first byte, length in its low four and in seven of each that follows, lowest first.</summary>
    private static void WriteHeader(MemoryStream pack, GitObject each)
    {
        var type = each.Type switch
        {
            "commit" => 1,
            "tree" => 2,
            "blob" => 3,
            _ => throw new ArgumentException($"Objects of type {each.Type} are not written here.", nameof(each)),
        };
        var rest = each.Content.Length >> 4;
        var next = (type << 4) | (each.Content.Length & 0xF);
        while (rest > 0)
        {
            pack.WriteByte((byte)(next | 0x80));
            next = rest & 0x7F;
            rest >>= 7;
        }

        pack.WriteByte((byte)next);
    }
}
