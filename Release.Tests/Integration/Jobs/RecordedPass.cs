using System.Threading.Channels;
using Release.Core.Applications;
using Release.Core.Pipeline;
using Release.Core.Storage;

namespace Release.Tests.Integration.Jobs;

/// <summary>A pass that tells that it ran, and does what the test says.</summary>
internal sealed class RecordedPass(Func<Cell, CancellationToken, Task>? then = null) : ICellPass
{
    private readonly Channel<Cell> _runs = Channel.CreateUnbounded<Cell>();

    public ChannelReader<Cell> Runs => _runs.Reader;

    public async Task AdvanceAsync(CellLease lease, CancellationToken cancellationToken)
    {
        var cell = lease.Cell;
        _runs.Writer.TryWrite(cell);
        if (then is not null)
        {
            await then(cell, cancellationToken);
        }
    }
}
