using System.Buffers;
using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes;

/// <summary>An object as it was at one resource version. Stored as UTF-8, which lists and watches copy directly; a node tree would need ten times the memory.</summary>
internal sealed class StoredObject(ResourceKind kind, ObjectName name, long version, byte[] json, IReadOnlyDictionary<string, string> labels)
{
    public ResourceKind Kind { get; } = kind;

    public ObjectName Name { get; } = name;

    public long Version { get; } = version;

    public ReadOnlyMemory<byte> Json { get; } = json;

    public IReadOnlyDictionary<string, string> Labels { get; } = labels;

    /// <summary>The JSON as a list item: without kind and apiVersion for built-in kinds, with them for custom resources.</summary>
    public void WriteItem(IBufferWriter<byte> buffer)
    {
        if (Kind.IsCustom)
        {
            buffer.Write(Json.Span);
            return;
        }

        buffer.Write("{"u8);
        buffer.Write(Json.Span[(Kind.TypePrefixLength + 1)..]);
    }

    /// <summary>Parses a new copy.</summary>
    public JsonObject Read() => JsonNode.Parse(Json.Span)!.AsObject();
}
