using System.Buffers.Binary;
using System.IO.Compression;

namespace Release.Sandbox.Git.Objects;

/// <summary>Reads objects from a pack file and its version 2 index (git's <c>gitformat-pack</c>).</summary>
internal sealed class PackFile(string indexPath)
{
    private const int Fanout = 8;
    private const int Names = Fanout + (256 * 4);
    private static readonly string[] Kinds = ["", "commit", "tree", "blob", "tag"];

    private readonly byte[] _index = File.ReadAllBytes(indexPath);
    private readonly string _path = Path.ChangeExtension(indexPath, ".pack");

    private int Count => ReadInt(Fanout + (255 * 4));

    /// <param name="findBase">Finds the base object of a delta by id.</param>
    /// <returns>Null when the object is not in this pack.</returns>
    public GitObject? Find(byte[] sha, Func<string, GitObject?> findBase)
    {
        if (OffsetOf(sha) is not { } offset)
        {
            return null;
        }

        using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Read(stream, offset, findBase);
    }

    private static GitObject Read(FileStream stream, long offset, Func<string, GitObject?> findBase)
    {
        // A loop instead of recursion: delta chains can be more than 50 deep.
        var deltas = new Stack<byte[]>();
        while (true)
        {
            stream.Position = offset;
            var (kind, size) = ReadHeader(stream);
            switch (kind)
            {
                case 6:
                    var back = ReadOffset(stream);
                    deltas.Push(Inflate(stream, size));
                    offset -= back;
                    break;
                case 7:
                    var name = new byte[20];
                    stream.ReadExactly(name);
                    deltas.Push(Inflate(stream, size));
                    var sha = Convert.ToHexStringLower(name);
                    return Combine(findBase(sha) ?? throw new InvalidDataException($"The pack's base {sha} is missing."), deltas);
                default:
                    return Combine(new GitObject(Kinds[kind], Inflate(stream, size)), deltas);
            }
        }
    }

    private static GitObject Combine(GitObject found, Stack<byte[]> deltas)
    {
        var content = found.Content;
        while (deltas.TryPop(out var delta))
        {
            content = PackDelta.Apply(content, delta);
        }

        return found with { Content = content };
    }

    private static (int Kind, int Size) ReadHeader(FileStream stream)
    {
        var next = stream.ReadByte();
        var kind = (next >> 4) & 7;
        var (size, shift) = (next & 15, 4);
        while ((next & 0x80) != 0)
        {
            next = stream.ReadByte();
            size |= (next & 0x7f) << shift;
            shift += 7;
        }

        return (kind, size);
    }

    private static long ReadOffset(FileStream stream)
    {
        var next = stream.ReadByte();
        long offset = next & 0x7f;
        while ((next & 0x80) != 0)
        {
            next = stream.ReadByte();
            offset = ((offset + 1) << 7) | (long)(next & 0x7f);
        }

        return offset;
    }

    private static byte[] Inflate(FileStream stream, int size)
    {
        var content = new byte[size];
        using var inflated = new ZLibStream(stream, CompressionMode.Decompress, leaveOpen: true);
        inflated.ReadExactly(content);
        return content;
    }

    private long? OffsetOf(byte[] sha)
    {
        var low = sha[0] == 0 ? 0 : ReadInt(Fanout + ((sha[0] - 1) * 4));
        var high = ReadInt(Fanout + (sha[0] * 4)) - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = _index.AsSpan(Names + (middle * 20), 20).SequenceCompareTo(sha);
            if (order == 0)
            {
                return ReadOffsetAt(middle);
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private long ReadOffsetAt(int position)
    {
        var offsets = Names + (Count * 24);
        var offset = BinaryPrimitives.ReadUInt32BigEndian(_index.AsSpan(offsets + (position * 4)));
        return (offset & 0x80000000) == 0
            ? offset
            : BinaryPrimitives.ReadInt64BigEndian(_index.AsSpan(offsets + (Count * 4) + ((int)(offset & 0x7fffffff) * 8)));
    }

    private int ReadInt(int at) => BinaryPrimitives.ReadInt32BigEndian(_index.AsSpan(at));
}
