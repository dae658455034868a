using System.Buffers;
using System.Text.Json;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>One line of a watch's answer: <c>{"type":…,"object":…}</c>.</summary>
internal static class WatchLine
{
    /// <summary>What kind of event it is, and the JSON of its object, which is not read yet.</summary>
    /// <exception cref="JsonException">It is no such line.</exception>
    public static (string? Type, ReadOnlySequence<byte> Object) Find(ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        string? type = null;
        var found = ReadOnlySequence<byte>.Empty;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A watch event that is no object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            if (isType)
            {
                type = SharedStrings.Read(ref reader);
                continue;
            }

            var start = reader.TokenStartIndex;
            reader.Skip();
            if (isObject)
            {
                found = line.Slice(start, reader.BytesConsumed - start);
            }
        }

        return found.IsEmpty ? throw new JsonException("A watch event without an object.") : (type, found);
    }
}
