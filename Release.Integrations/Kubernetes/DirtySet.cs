using System.Threading.Channels;
using Release.Core.Applications;

namespace Release.Integrations.Kubernetes;

/// <summary>Cells that wait to be looked at; one that is marked often waits once.</summary>
internal sealed class DirtySet
{
    private readonly Lock _lock = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private HashSet<Cell> _marked = [];

    public void Add(Cell cell)
    {
        lock (_lock)
        {
            _marked.Add(cell);
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Waits for a mark, then for the end of the burst, and takes all.</summary>
    public async Task<IReadOnlyCollection<Cell>> TakeAsync(TimeSpan burst, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        await _signal.Reader.ReadAsync(cancellationToken);
        if (burst > TimeSpan.Zero)
        {
            await Task.Delay(burst, timeProvider, cancellationToken);
        }

        lock (_lock)
        {
            var marked = _marked;
            _marked = [];
            return marked;
        }
    }
}
