using Release.Core.Deployments;

namespace Release.Core.Ports;

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
