using Release.Core.Applications;
using Release.Core.Deployments;

namespace Release.Core.Pipeline;

/// <summary>
/// Runs an application's smoke tests in an environment. It is called repeatedly with the same run identity until the
/// outcome is final; starting is idempotent. It does not wait for the tests.
/// </summary>
public interface ISmokeTests
{
    /// <param name="cell">Which application where.</param>
    /// <param name="version">The version that must answer.</param>
    /// <param name="run">Opaque identity of this run; a new one begins a new run.</param>
    /// <param name="cancellationToken">Ends the call, not the tests.</param>
    Task<SmokeTestResult> RunAsync(Cell cell, ImageTag version, string run, CancellationToken cancellationToken);
}

/// <summary>The state of a run of smoke tests (contracts §6).</summary>
/// <param name="Outcome">Passed, Failed, CouldNotRun or Running.</param>
/// <param name="Message">In a sentence.</param>
/// <param name="Output">The tests' output so far, to be stored.</param>
/// <param name="FailingLine">Zero-based line of the output that shows the failure.</param>
/// <param name="LookAgainAfter">When running: how long to wait before the next call.</param>
public sealed record SmokeTestResult(SmokeTestOutcome Outcome, string Message, string Output = "", int? FailingLine = null, TimeSpan? LookAgainAfter = null)
{
    /// <summary>Its parts, if any: Jobs, nodes of a workflow.</summary>
    public IReadOnlyList<StepTaskReport> Tasks { get; init; } = [];
}

public enum SmokeTestOutcome
{
    Running,

    /// <summary>Exit code 0.</summary>
    Passed,

    /// <summary>Exit code 1: the tests ran and failed. Never retried.</summary>
    Failed,

    /// <summary>Exit code above 1: the tests could not be run. Retried by the step's policy.</summary>
    CouldNotRun,
}
