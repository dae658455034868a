using Microsoft.Extensions.Logging;
using Release.Core.Applications;
using Release.Core.Storage;

namespace Release.Core.Pipeline;

/// <summary>
/// Takes the lease of a cell, makes passes until no further one is requested, and ends the lease. A job for a cell that is
/// not due or that another job works on ends at once, so an extra job does no harm.
/// </summary>
public sealed partial class CellPasses(ICellLeases leases, ICellPass pass, TimeProvider clock, ILogger<CellPasses> logger)
{
    private static readonly TimeSpan RenewEvery = ICellLeases.Length / 3;

    /// <summary>Returns whether a pass was made. An exception is stored on the cell's row and thrown on.</summary>
    public async Task<bool> RunAsync(Cell cell, CancellationToken cancellationToken)
    {
        if (await leases.TakeAsync(cell, cancellationToken) is not { } lease)
        {
            return false;
        }

        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var done = new CancellationTokenSource();
        var renewing = KeepAsync(lease, lost, done.Token);
        try
        {
            await WorkAsync(lease, lost, cancellationToken);
        }
        finally
        {
            await done.CancelAsync();
            await renewing;
        }

        return true;
    }

    private async Task WorkAsync(CellLease taken, CancellationTokenSource lost, CancellationToken stopping)
    {
        try
        {
            // End the lease of a finished pass even during shutdown.
            for (var lease = taken; lease is not null; lease = await leases.EndAsync(lease, CancellationToken.None))
            {
                await pass.AdvanceAsync(lease, lost.Token);
            }
        }
        catch (LeaseLostException)
        {
            Log.Lost(logger, taken.Cell);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Shutdown, or Hangfire gave the job to another process. The step runs again after the next start or in that process.
            if (!await leases.PutBackAsync(taken, CancellationToken.None))
            {
                Log.Lost(logger, taken.Cell);
            }

            throw;
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            Log.Lost(logger, taken.Cell);
        }
        catch (Exception exception)
        {
            await leases.FailAsync(taken, exception.Message, stopping);
            throw;
        }
    }

    /// <summary>Renews the lease until the pass is done; cancels the pass when the lease is lost.</summary>
    private async Task KeepAsync(CellLease lease, CancellationTokenSource lost, CancellationToken done)
    {
        while (true)
        {
            await Task.Delay(RenewEvery, clock, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
            {
                return;
            }

            try
            {
                if (!await leases.RenewAsync(lease, done))
                {
                    await lost.CancelAsync();
                    return;
                }
            }
            catch (Exception exception) when (!done.IsCancellationRequested)
            {
                // Renewal is retried at the next interval; if the lease expires before, saving is refused.
                Log.NotRenewed(logger, exception, lease.Cell);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}

/// <summary>Works on one cell until it has to wait. Results are saved only while the lease is held.</summary>
public interface ICellPass
{
    /// <exception cref="LeaseLostException">Another process has taken the cell over; nothing was saved.</exception>
    Task AdvanceAsync(CellLease lease, CancellationToken cancellationToken);
}
