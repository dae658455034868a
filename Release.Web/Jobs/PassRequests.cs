using Hangfire;
using Release.Core.Applications;
using Release.Core.Pipeline;
using Release.Core.Storage;
using Release.Data.Events;

namespace Release.Web.Jobs;

/// <summary>Enqueues a pass at once where the cell is due, and otherwise lets the sweep look in time.</summary>
internal sealed partial class PassRequests(IBackgroundJobClient jobs, TimeProvider clock, ILogger<PassRequests> logger) : IPassRequests
{
    /// <summary>Raised when a cell will be due before the sweep's next regular look.</summary>
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

    /// <summary>A job that cannot be enqueued costs a second: the cell's row stays due, and the sweep tries again.</summary>
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
        [LoggerMessage(6011, LogLevel.Warning, "The pass over {Cell} could not be enqueued; the sweep tries again")]
        public static partial void NotEnqueued(ILogger logger, Exception exception, Cell cell);
    }
}

/// <summary>The pipeline's job: passes over one cell, until it has to wait.</summary>
internal sealed class CellPassJob(CellPasses passes)
{
    /// <param name="application">The cell's application.</param>
    /// <param name="environment">The cell's environment.</param>
    /// <param name="cancellationToken">Hangfire's: the server stops, or somebody deleted the job.</param>
    [JobDisplayName("{0} in {1}")]
    public Task RunAsync(string application, string environment, CancellationToken cancellationToken) =>
        passes.RunAsync(new Cell(ApplicationName.Parse(application), EnvironmentName.Parse(environment)), cancellationToken);
}
