using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Release.Integrations.Git;

/// <summary>
/// Writes new objects: a few as loose files (a fraction of a millisecond each, where starting <c>git fast-import</c> takes 10 ms), many as one pack.
/// </summary>
internal sealed class GitObjectWriter(string gitDirectory, Func<byte[], CancellationToken, Task> indexPack)
{
    // A single update has eight; above this number one process is faster than the files.
    private const int MostLoose = 40;

    private readonly string _objects = Path.Combine(gitDirectory, "objects");

    /// <summary>How many loose files were written, which maintenance packs.</summary>
    public int Files { get; private set; }

    public async Task WriteAsync(IReadOnlyCollection<GitObject> objects, CancellationToken cancellationToken)
    {
        if (objects.Count > MostLoose)
        {
            await indexPack(GitPack.Of(objects), cancellationToken);
            // A small pack slows look-ups about as much as these loose objects.
            Files += MostLoose;
            return;
        }

        foreach (var each in objects)
        {
            WriteLoose(each);
        }

        Files += objects.Count;
    }

    private void WriteLoose(GitObject each)
    {
        var folder = Path.Combine(_objects, each.Id[..2]);
        var path = Path.Combine(folder, each.Id[2..]);
        if (File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        // Write to a temporary file and rename it, so that nobody ever reads an incomplete object.
        var temporary = Path.Combine(folder, $"tmp_obj_{Guid.NewGuid():N}");
        using (var compressed = new ZLibStream(File.Create(temporary), CompressionLevel.Fastest))
        {
            compressed.Write(NewObjects.Header(each.Type, each.Content));
            compressed.Write(each.Content);
        }

        File.Move(temporary, path, overwrite: true);
    }
}

/// <summary>A pack of whole objects, as <c>git index-pack</c> takes it (gitformat-pack, version 2).</summary>
internal static class GitPack
{
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The pack format's checksum is SHA-1.")]
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

    /// <summary>
    /// The type is in bits 4 to 6 of the first byte. The length is in its low four bits and in seven bits of each following
    /// byte, lowest first.
    /// </summary>
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
