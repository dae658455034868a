using Release.Core.Applications;
using Release.Core.Deployments;

namespace Release.Core.Pipeline;

/// <summary>
/// Runs an application's smoke tests in an environment. Called again and again with the same run identity until it
/// says something final: beginning is idempotent. It never waits for the tests.
/// </summary>
public interface ISmokeTests
{
    /// <param name="cell">Which application where.</param>
    /// <param name="version">The version that must answer.</param>
    /// <param name="run">Opaque identity of this run; a new one begins a new run.</param>
    /// <param name="cancellationToken">Ends the call, not the tests.</param>
    Task<SmokeTestResult> RunAsync(Cell cell, ImageTag version, string run, CancellationToken cancellationToken);
}

/// <summary>What a run of smoke tests says now (contracts §6).</summary>
/// <param name="Outcome">Passed, Failed, CouldNotRun or Running.</param>
/// <param name="Message">In a sentence.</param>
/// <param name="Output">The tests' own output so far, to be kept.</param>
/// <param name="FailingLine">Zero-based line of the output that shows the failure.</param>
/// <param name="LookAgainAfter">When running: how long until it is worth asking again.</param>
public sealed record SmokeTestResult(SmokeTestOutcome Outcome, string Message, string Output = "", int? FailingLine = null, TimeSpan? LookAgainAfter = null)
{
    /// <summary>Its parts, where it has any: Jobs, nodes of a workflow.</summary>
    public IReadOnlyList<StepTaskReport> Tasks { get; init; } = [];
}

public enum SmokeTestOutcome
{
    Running,

    /// <summary>Exit code 0.</summary>
    Passed,

    /// <summary>Exit code 1: the tests ran and found the version wanting. Never retried.</summary>
    Failed,

    /// <summary>Exit code above 1: the tests could not be run. Retried by the step's policy.</summary>
    CouldNotRun,
}
