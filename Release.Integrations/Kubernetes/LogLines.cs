using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Release.Integrations.Kubernetes;

/// <summary>A stream of text as lines, of which none takes more than so many bytes.</summary>
internal sealed class LogLines(Stream body, int longest) : IAsyncDisposable
{
    private readonly PipeReader _reader = PipeReader.Create(body);
    private bool _skipping;

    /// <summary>The next line without its end; null after the last.</summary>
    public async ValueTask<string?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                var text = _skipping ? null : Text(line);
                _skipping = false;
                _reader.AdvanceTo(buffer.GetPosition(1, end));
                if (text is not null)
                {
                    return text;
                }
            }
            else if (_skipping)
            {
                _reader.AdvanceTo(buffer.End);
                if (result.IsCompleted)
                {
                    return null;
                }
            }
            else if (buffer.Length > longest || (result.IsCompleted && !buffer.IsEmpty))
            {
                // Too long, or the last line, which need not have an end.
                _skipping = !result.IsCompleted;
                var text = Text(buffer);
                _reader.AdvanceTo(buffer.End);
                return text;
            }
            else if (result.IsCompleted)
            {
                return null;
            }
            else
            {
                _reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
    }

    public ValueTask DisposeAsync() => _reader.CompleteAsync();

    private string Text(ReadOnlySequence<byte> line)
    {
        var text = Encoding.UTF8.GetString(line.Length > longest ? line.Slice(0, longest) : line).TrimEnd('\r');
        return line.Length > longest ? text + "…" : text;
    }
}
