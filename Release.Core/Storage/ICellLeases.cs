using Release.Core.Applications;

namespace Release.Core.Storage;

/// <summary>
/// Who works on a cell. The lease stands on the cell's row, lasts <see cref="Length"/> by the database's clock, and is
/// renewed while a pass goes on; whoever is killed leaves it to run out.
/// </summary>
public interface ICellLeases
{
    /// <summary>How long a lease lasts after it was taken or renewed.</summary>
    static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    /// <summary>Takes the lease of a cell that is due; null when it is not due, or another one holds it.</summary>
    Task<CellLease?> TakeAsync(Cell cell, CancellationToken cancellationToken);

    /// <summary>Makes it last <see cref="Length"/> from now. False when it is somebody else's by now.</summary>
    Task<bool> RenewAsync(CellLease lease, CancellationToken cancellationToken);

    /// <summary>
    /// Ends it after a pass: the moment for which it was taken is done with. Null when it ended; otherwise another pass
    /// was asked for meanwhile, and the answer is the lease to make it with.
    /// </summary>
    /// <exception cref="LeaseLostException">It is somebody else's by now.</exception>
    Task<CellLease?> EndAsync(CellLease lease, CancellationToken cancellationToken);

    /// <summary>Ends it without a pass: the cell stays due, for whoever takes it next. False when it is somebody else's by now.</summary>
    Task<bool> PutBackAsync(CellLease lease, CancellationToken cancellationToken);

    /// <summary>Ends it after a pass that threw: the cell is due again after a pause that grows with each failure in a row.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="why">For the jobs page; cut where it is too long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task FailAsync(CellLease lease, string why, CancellationToken cancellationToken);
}

/// <summary>The right to make passes over a cell and to save what they come to.</summary>
/// <param name="Cell">Whose.</param>
/// <param name="Holder">The process, for people: <c>host-1 (4711)</c>.</param>
/// <param name="Epoch">Counts how often the cell's lease was taken: a holder that slept finds another number and saves nothing.</param>
/// <param name="Due">The moment for which it was taken.</param>
public sealed record CellLease(Cell Cell, string Holder, long Epoch, DateTimeOffset Due);

/// <summary>The lease ran out and somebody else took it. Nothing was saved.</summary>
public sealed class LeaseLostException(Cell cell) : Exception($"The lease of {cell} is held by another process by now.");
