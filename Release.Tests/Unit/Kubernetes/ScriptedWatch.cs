using System.Text;

namespace Release.Tests.Unit.Kubernetes;

/// <summary>The answer of a watch: hands out history in small pieces and may break off anywhere, also within a line.</summary>
internal sealed class ScriptedWatch : Stream
{
    private readonly ScriptedCluster _cluster;
    private readonly ScriptedResource _resource;
    private readonly Queue<(int End, long Version)> _lines = new();
    private int _cutAt = int.MaxValue;

    /// <summary>It ends with an ERROR event, which stands between two others and so never within a line.</summary>
    private readonly bool _expires;
    private byte[] _buffer = [];
    private long _from;
    private int _at;
    private int _read;

    public ScriptedWatch(ScriptedCluster cluster, ScriptedResource resource, long from)
    {
        (_cluster, _resource, _from) = (cluster, resource, from);
        _expires = cluster.Dice(8) == 0;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _cluster.Activity.Release();
        while (true)
        {
            if (_cluster.Unruly && _cutAt == int.MaxValue)
            {
                // Also a watch from a calm time: else it would go on for ever.
                _cutAt = _read + _cluster.Dice(1200);
            }

            if (_read >= _cutAt && (!_expires || _at == _buffer.Length || _buffer[_at - 1] == (byte)'\n'))
            {
                return await BreakAsync(buffer, cancellationToken);
            }

            var changed = _cluster.Changed;
            if (_at < _buffer.Length || Fill())
            {
                return Hand(buffer.Span);
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is written here.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Hand(Span<byte> buffer)
    {
        var most = _expires ? _lines.Peek().End - _at : Math.Min(_buffer.Length - _at, _cutAt - _read);
        var count = Math.Min(Math.Min(buffer.Length, most), 1 + _cluster.Dice(300));
        _buffer.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        _read += count;
        while (_lines.TryPeek(out var line) && line.End <= _at)
        {
            lock (_cluster.Gate)
            {
                _resource.Delivered = Math.Max(_resource.Delivered, line.Version);
            }

            _lines.Dequeue();
        }

        return count;
    }

    /// <summary>Takes the next stretch of history; false when there is none.</summary>
    private bool Fill()
    {
        lock (_cluster.Gate)
        {
            var text = new StringBuilder();
            foreach (var change in _resource.History.Skip(_resource.After(_from)))
            {
                text.Append($$"""{"type":"{{change.Type}}","object":{{change.Object.Json}}""").Append("}\n");
                _from = change.Object.Version;
                _lines.Enqueue((text.Length, _from));
            }

            if (text.Length > 0 && _cluster.Dice(5) == 0)
            {
                _from = _cluster.Version;
                text.Append($$$"""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"{{{_from}}}"} } }""").Append('\n');
                _lines.Enqueue((text.Length, _from));
            }

            _buffer = Encoding.ASCII.GetBytes(text.ToString());
            _at = 0;
            return _buffer.Length > 0;
        }
    }

    private async ValueTask<int> BreakAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_expires)
        {
            _cluster.Cut("expired while open");
            return Encoding.ASCII.GetBytes("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"} }""" + "\n", buffer.Span);
        }

        switch (_cluster.Dice(11))
        {
            case < 5:
                _cluster.Cut("reset");
                throw new IOException("Connection reset by peer");
            case < 9:
                _cluster.Cut("ended");
                return 0;
            default:
                _cluster.Cut("silent");
                await new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously).Task.WaitAsync(cancellationToken);
                return 0;
        }
    }
}
