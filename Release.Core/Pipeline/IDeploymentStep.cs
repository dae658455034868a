using Release.Core.Deployments;

namespace Release.Core.Pipeline;

/// <summary>
/// One step of a deployment. Idempotent: run twice, it does once. It looks, acts and returns; it never sleeps and never
/// waits for the outside.
/// </summary>
public interface IDeploymentStep
{
    StepName Name { get; }

    StepPolicy Policy { get; }

    Task<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken);
}
