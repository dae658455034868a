using Release.Core.Ports;

namespace Release.Core.Pipeline;

/// <summary>Works on one cell until it has to wait. What it comes to is saved only while the lease is held.</summary>
public interface ICellPass
{
    /// <exception cref="LeaseLostException">Another process has taken the cell over; nothing was saved.</exception>
    Task AdvanceAsync(CellLease lease, CancellationToken cancellationToken);
}
