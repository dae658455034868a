using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Tables;

namespace Release.Sandbox.Kubernetes.Answers;

/// <summary>The lines of a watch that wait to be sent.</summary>
internal sealed class WatchLines(ResourceKind kind, AnswerForm form, TimeProvider time)
{
    private readonly ArrayBufferWriter<byte> _pending = new();
    private bool _columnsSent;

    public ReadOnlyMemory<byte> Pending => _pending.WrittenMemory;

    /// <summary>Changes written since the watch began.</summary>
    public int Changes { get; private set; }

    public void Change(string type, StoredObject item)
    {
        Line(type, form.Write(item, time.GetUtcNow(), columns: !_columnsSent).Span);
        _columnsSent = true;
        Changes++;
    }

    public void Error(JsonObject status) => Line("ERROR", ObjectMetadata.Serialize(status));

    public void Bookmark(long version, bool initialEventsEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (initialEventsEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        var content = form.Kind switch
        {
            AnswerForm.Table => TableView.Of(kind, [], metadata, "None", time.GetUtcNow()),
            AnswerForm.Metadata => new JsonObject { ["kind"] = AnswerForm.Metadata, ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata },
            _ => new JsonObject { ["kind"] = kind.Kind, ["apiVersion"] = kind.ApiVersion, ["metadata"] = metadata },
        };
        Line("BOOKMARK", ObjectMetadata.Serialize(content));
    }

    public void Sent() => _pending.ResetWrittenCount();

    private void Line(string type, ReadOnlySpan<byte> json)
    {
        Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":", _pending);
        _pending.Write(json);
        _pending.Write("}\n"u8);
    }
}
