using Microsoft.Extensions.Logging;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Core.Storage;

namespace Release.Core.Pipeline;

/// <summary>
/// Makes passes over a cell's deployment: reads its state, runs its current step once, stores the result. No transaction is
/// open while the step runs, so outside calls may be slow, and a killed process loses nothing: the step is idempotent and
/// runs again. A result that arrives after its deployment was superseded or cancelled is dropped.
/// </summary>
internal sealed partial class PipelineRunner(
    IReleaseStore store,
    IEnumerable<IDeploymentStep> steps,
    StepResultRecorder recorder,
    EnvironmentOrder environments,
    TimeProvider clock,
    ILogger<PipelineRunner> logger)
    : ICellPass
{
    private readonly Dictionary<StepName, IDeploymentStep> _steps = steps.ToDictionary(step => step.Name);

    /// <summary>Makes passes until the cell's deployment waits or ends, or there is none.</summary>
    public async Task AdvanceAsync(CellLease lease, CancellationToken cancellationToken)
    {
        while (await PassAsync(lease, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Makes one pass. Returns whether another one can make progress at once.</summary>
    private async Task<bool> PassAsync(CellLease lease, CancellationToken cancellationToken)
    {
        try
        {
            if (await BeginAsync(lease, cancellationToken) is not { } context)
            {
                return false;
            }

            var step = _steps[context.Step];
            var result = await ExecuteAsync(step, context.Context, cancellationToken);
            return await recorder.RecordAsync(lease, step, context.Context, result, cancellationToken);
        }
        catch (StaleWriteException)
        {
            // The deployment was superseded, cancelled or resumed meanwhile: read the cell again.
            Log.Stale(logger, lease.Cell);
            return true;
        }
    }

    private async Task<(StepName Step, StepContext Context)?> BeginAsync(CellLease lease, CancellationToken cancellationToken)
    {
        var cell = lease.Cell;
        await using var transaction = await store.BeginAsync(lease, cancellationToken);
        var active = await transaction.ActiveDeploymentsAsync(cell, cancellationToken);
        if (active.Count == 0)
        {
            return null;
        }

        var deployment = active[^1];
        var application = await transaction.FindApplicationAsync(cell.Application, cancellationToken);
        var now = clock.GetUtcNow();
        var revision = deployment.Revision;
        var wasQueued = deployment.Status is DeploymentStatus.Queued;
        var step = deployment.BeginStep(now);
        if (deployment.Revision != revision)
        {
            await recorder.BegunAsync(transaction, deployment, step, wasQueued, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return (step.Name, StepContext.Of(deployment, step, application, environments.EngineOf(cell.Environment), now));
    }

    private async Task<StepResult> ExecuteAsync(IDeploymentStep step, StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var result = await step.ExecuteAsync(context, cancellationToken);
            return result is StepResult.Waiting waiting && context.IsOverdue(step.Policy)
                ? new StepResult.Failed($"Gave up after {Describe(step.Policy.Timeout)}: {waiting.Message}", FailureKind.Timeout)
                {
                    Output = waiting.Output,
                    Tasks = waiting.Tasks,
                    Build = waiting.Build,
                }
                : result;
        }
        catch (DependencyUnavailableException away)
        {
            return new StepResult.Away(away.What, away.Message);
        }
        catch (OutsideException exception)
        {
            return new StepResult.Errored(exception.Message, exception.Kind);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StaleWriteException) || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // A bug in Release must not lose the deployment: retry it like a technical error.
            Log.StepThrew(logger, exception, step.Name, context.Cell);
            return new StepResult.Errored($"Unexpected error in {step.Name}: {exception.GetType().Name}. The log has the details.", FailureKind.ExitCode);
        }
    }

    private static string Describe(TimeSpan time) => time >= TimeSpan.FromMinutes(2) ? $"{time.TotalMinutes:0} minutes" : $"{time.TotalSeconds:0} seconds";
}
