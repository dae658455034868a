using System.Buffers;
using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes;

/// <summary>An object as it was at one resource version. Kept as UTF-8: lists and watches copy it, and a node tree would take ten times the memory.</summary>
internal sealed class StoredObject(ResourceKind kind, ObjectName name, long version, byte[] json, IReadOnlyDictionary<string, string> labels)
{
    public ResourceKind Kind { get; } = kind;

    public ObjectName Name { get; } = name;

    public long Version { get; } = version;

    public ReadOnlyMemory<byte> Json { get; } = json;

    public IReadOnlyDictionary<string, string> Labels { get; } = labels;

    /// <summary>As an item of a list: of built-in kinds without the type, which the list says once; custom resources keep it.</summary>
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

    /// <summary>A copy of one's own.</summary>
    public JsonObject Read() => JsonNode.Parse(Json.Span)!.AsObject();
}
