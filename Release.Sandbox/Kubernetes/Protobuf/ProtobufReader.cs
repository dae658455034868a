using System.Text;

namespace Release.Sandbox.Kubernetes.Protobuf;

/// <summary>Reads the protobuf wire format (protobuf.dev, "Encoding").</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> data)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = data;

    public int Field { get; private set; }

    /// <summary>The value of a number field.</summary>
    public long Number { get; private set; }

    /// <summary>The value of a bytes, string or message field.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    public readonly string Text => Encoding.UTF8.GetString(Content);

    /// <exception cref="KubernetesError">400 for a malformed message.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = ReadVarint();
        Field = (int)(tag >> 3);
        Number = 0;
        Content = [];
        switch (tag & 7)
        {
            case Varint:
                Number = (long)ReadVarint();
                break;
            case Bytes:
                Content = Take(ReadVarint());
                break;
            case Fixed64:
                Content = Take(8);
                break;
            case Fixed32:
                Content = Take(4);
                break;
            default:
                throw Broken();
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            throw Broken();
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var (index, shift) = (0, 0); index < _rest.Length && shift < 64; index++, shift += 7)
        {
            value |= (ulong)(_rest[index] & 0x7F) << shift;
            if (_rest[index] < 0x80)
            {
                _rest = _rest[(index + 1)..];
                return value;
            }
        }

        throw Broken();
    }

    private static KubernetesError Broken() => KubernetesError.BadRequest("couldn't read the body: the protobuf message is broken");
}
