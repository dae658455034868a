using Hangfire;
using Release.Core.Applications;
using Release.Core.Pipeline;
using Release.Core.Storage;
using Release.Data.Events;

namespace Release.Web.Jobs;

/// <summary>Enqueues a pass at once if the cell is due; otherwise makes sure that the sweep runs in time.</summary>
internal sealed partial class PassRequests(IBackgroundJobClient jobs, TimeProvider clock, ILogger<PassRequests> logger) : IPassRequests
{
    /// <summary>Raised when a cell will be due before the next regular sweep.</summary>
    public SoonDueSignal SoonDue { get; } = new();

    public void Request(Cell cell, DateTimeOffset due)
    {
        var now = clock.GetUtcNow();
        if (due <= now)
        {
            Enqueue(cell);
        }
        else if (due < now + CellSweep.Interval)
        {
            SoonDue.Raise();
        }
    }

    /// <summary>If enqueueing fails, the cell's row stays due, and the sweep tries again within a second.</summary>
    public void Enqueue(Cell cell)
    {
        try
        {
            jobs.Enqueue<CellPassJob>(job => job.RunAsync(cell.Application.Value, cell.Environment.Value, CancellationToken.None));
        }
        catch (BackgroundJobClientException exception)
        {
            Log.NotEnqueued(logger, exception, cell);
        }
    }

    internal sealed class SoonDueSignal : Signal;

    private static partial class Log
    {
        [LoggerMessage(6011, LogLevel.Warning, "The pass of {Cell} could not be enqueued; the sweep tries again")]
        public static partial void NotEnqueued(ILogger logger, Exception exception, Cell cell);
    }
}

/// <summary>The pipeline's job: runs passes of one cell until it has to wait.</summary>
internal sealed class CellPassJob(CellPasses passes)
{
    /// <param name="application">The cell's application.</param>
    /// <param name="environment">The cell's environment.</param>
    /// <param name="cancellationToken">Hangfire cancels it when the server stops or somebody deletes the job.</param>
    [JobDisplayName("{0} in {1}")]
    public Task RunAsync(string application, string environment, CancellationToken cancellationToken) =>
        passes.RunAsync(new Cell(ApplicationName.Parse(application), EnvironmentName.Parse(environment)), cancellationToken);
}
