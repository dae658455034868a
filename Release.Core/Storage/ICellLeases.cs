using Release.Core.Applications;

namespace Release.Core.Storage;

/// <summary>
/// Leases that decide which process works on a cell. A lease is stored on the cell's row, lasts <see cref="Length"/> by the
/// database's clock and is renewed during a pass. The lease of a killed process expires.
/// </summary>
public interface ICellLeases
{
    /// <summary>How long a lease lasts after it was taken or renewed.</summary>
    static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    /// <summary>Takes the lease of a cell that is due; null when it is not due or another process holds the lease.</summary>
    Task<CellLease?> TakeAsync(Cell cell, CancellationToken cancellationToken);

    /// <summary>Extends it to <see cref="Length"/> from now. False when another process has taken it.</summary>
    Task<bool> RenewAsync(CellLease lease, CancellationToken cancellationToken);

    /// <summary>
    /// Ends it after a pass. Null when it ended; if another pass was requested meanwhile, the result is the lease to
    /// make that pass with.
    /// </summary>
    /// <exception cref="LeaseLostException">Another process has taken it.</exception>
    Task<CellLease?> EndAsync(CellLease lease, CancellationToken cancellationToken);

    /// <summary>Ends it without a pass: the cell stays due. False when another process has taken it.</summary>
    Task<bool> PutBackAsync(CellLease lease, CancellationToken cancellationToken);

    /// <summary>Ends it after a pass that threw: the cell is due again after a pause that grows with each consecutive failure.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="why">For the jobs page; truncated if too long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task FailAsync(CellLease lease, string why, CancellationToken cancellationToken);
}

/// <summary>The right to make passes over a cell and to save their results.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Holder">The process, for people: <c>host-1 (4711)</c>.</param>
/// <param name="Epoch">How often the cell's lease was taken. A holder whose lease expired finds another number and cannot save.</param>
/// <param name="Due">The due time for which it was taken.</param>
public sealed record CellLease(Cell Cell, string Holder, long Epoch, DateTimeOffset Due);

/// <summary>The lease expired and another process took it. Nothing was saved.</summary>
public sealed class LeaseLostException(Cell cell) : Exception($"Another process has taken the lease of {cell}.");
