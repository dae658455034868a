using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Core.Pipeline.Steps;

/// <summary>
/// Runs the application's smoke tests (contracts §6). Failing tests fail the step; tests that could not run are an error and
/// retried. Each attempt has its own identity, so that a pass repeated after a kill does not start the tests again.
/// </summary>
public sealed class SmokeTestStep(ISmokeTests smokeTests) : IDeploymentStep
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    public StepName Name => StepName.SmokeTest;

    /// <summary>Three attempts with delays from two minutes, doubling, and sixteen minutes in all (contracts §6).</summary>
    public StepPolicy Policy { get; } = new(TimeSpan.FromMinutes(16), 3, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(16));

    public async Task<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var run = $"{context.DeploymentId:N}-{context.Resumptions}-{context.Attempt}";
        var result = await OutsideCalls.ClusterAsync(context.Cell, () => smokeTests.RunAsync(context.Cell, context.Version, run, cancellationToken));
        var output = result.Output.Length == 0 ? null : new StepOutput("Smoke tests", result.Output, result.FailingLine);
        StepResult step = result.Outcome switch
        {
            SmokeTestOutcome.Passed => new StepResult.Succeeded(result.Message) { Output = output },
            SmokeTestOutcome.Failed => new StepResult.Failed(result.Message, FailureKind.ExitCode) { Output = output },
            SmokeTestOutcome.CouldNotRun => new StepResult.Errored(result.Message, FailureKind.Network) { Output = output },
            _ => new StepResult.Waiting(context.Now + (result.LookAgainAfter ?? LookAgain), result.Message) { Output = output },
        };
        return step with { Tasks = result.Tasks };
    }
}
