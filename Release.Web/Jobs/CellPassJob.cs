using Quartz;
using Release.Core.Pipeline;

namespace Release.Web.Jobs;

/// <summary>One pass of the pipeline over one cell.</summary>
[DisallowConcurrentExecution]
internal sealed partial class CellPassJob(ICellPass pass, PassBackoff backoff, ILogger<CellPassJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var cell = CellJobs.CellOf(context.JobDetail.Key);
        try
        {
            await pass.AdvanceAsync(cell, cancellationToken);
            backoff.Succeeded(cell);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Shutting down. The cell's deployment is still active, so the sweep at the next start wakes it.
            throw;
        }
        catch (Exception exception)
        {
            var wait = backoff.Failed(cell);
            Log.PassFailed(logger, exception, cell, wait);
            await backoff.WakeLaterAsync(cell, wait, cancellationToken);

            // Told to the scheduler too, so that the jobs page shows it; it must not fire it again by itself.
            throw new JobExecutionException($"The pass over {cell} failed: {exception.Message}", exception);
        }
    }
}
