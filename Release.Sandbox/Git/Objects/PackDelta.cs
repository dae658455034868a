namespace Release.Sandbox.Git.Objects;

/// <summary>Applies git's delta format: copies ranges of a base object and inserts new bytes.</summary>
internal static class PackDelta
{
    public static byte[] Apply(byte[] source, byte[] delta)
    {
        var at = 0;
        ReadSize(delta, ref at); // The base's size, which is known already.
        var result = new byte[ReadSize(delta, ref at)];
        var to = 0;
        while (at < delta.Length)
        {
            var code = delta[at++];
            if ((code & 0x80) == 0)
            {
                delta.AsSpan(at, code).CopyTo(result.AsSpan(to));
                at += code;
                to += code;
                continue;
            }

            var offset = ReadBits(delta, ref at, code, 4);
            var length = ReadBits(delta, ref at, code >> 4, 3);
            length = length == 0 ? 0x10000 : length;
            source.AsSpan(offset, length).CopyTo(result.AsSpan(to));
            to += length;
        }

        return result;
    }

    private static int ReadBits(byte[] delta, ref int at, int present, int bytes)
    {
        var value = 0;
        for (var index = 0; index < bytes; index++)
        {
            if ((present & (1 << index)) != 0)
            {
                value |= delta[at++] << (8 * index);
            }
        }

        return value;
    }

    private static int ReadSize(byte[] delta, ref int at)
    {
        var (size, shift) = (0, 0);
        byte next;
        do
        {
            next = delta[at++];
            size |= (next & 0x7f) << shift;
            shift += 7;
        }
        while ((next & 0x80) != 0);
        return size;
    }
}
