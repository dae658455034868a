using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Configuration;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Promotion;

namespace Release.Core.Pipeline.Steps;

/// <summary>Collects the facts and lets <see cref="PromotionPolicy"/> decide. The next deployment is stored together with the decision.</summary>
public sealed class PromoteStep(IConfigRepository configRepository, ISyncController syncController, EnvironmentOrder environments) : IDeploymentStep
{
    public StepName Name => StepName.Promote;

    public StepPolicy Policy { get; } = new(TimeSpan.FromMinutes(20), int.MaxValue, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30));

    public async Task<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        // Read git, not our records, because a flag may have been changed a second ago.
        var file = await OutsideCalls.GitAsync(() => configRepository.ReadAsync(context.Cell, cancellationToken));
        var applications = await OutsideCalls.ClusterAsync(context.Cell, () => syncController.FindAsync(context.Cell, cancellationToken));
        var next = environments.Next(context.Cell.Environment);
        var facts = new PromotionFacts(
            context.Cell.Environment,
            next?.Name,
            await NextProblemAsync(context.Cell, next, cancellationToken),
            context.Trigger,
            context.PromoteRequested,
            (true, context.SmokeTestMessage ?? "The smoke tests passed."),
            file?.PromoteDeployment ?? false,
            file?.AutomaticDeploysEnabled ?? false,
            context.Engine,
            [.. applications.Select(application => application.Name)],
            context.Frozen);
        var decision = PromotionPolicy.Decide(facts);
        return new StepResult.Succeeded(decision.Summary) { Promotion = decision };
    }

    private async Task<string?> NextProblemAsync(Cell cell, DeploymentEnvironment? next, CancellationToken cancellationToken)
    {
        if (next is null)
        {
            return null;
        }

        if (next.Mode is EnvironmentMode.Observe)
        {
            return $"Release only observes {next.Name}: others deploy there.";
        }

        return await OutsideCalls.GitAsync(() => configRepository.ReadAsync(cell with { Environment = next.Name }, cancellationToken)) is null
            ? $"The configuration repository has no file for {cell.Application} in {next.Name}."
            : null;
    }
}
