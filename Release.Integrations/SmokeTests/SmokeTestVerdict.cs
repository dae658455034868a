using Release.Core.Pipeline;

namespace Release.Integrations.SmokeTests;

/// <summary>How a run ended, without its output.</summary>
/// <param name="Message">A sentence without a full stop.</param>
internal sealed record SmokeTestVerdict(SmokeTestOutcome Outcome, string Message)
{
    private const int Rereads = 2;

    public static readonly SmokeTestVerdict Passed = new(SmokeTestOutcome.Passed, "The smoke tests passed");

    /// <summary>The final result with the output, or, if it cannot be read, with the output that was read earlier.</summary>
    /// <param name="log">The whole output.</param>
    /// <param name="observed">Counts failed attempts to read it.</param>
    public SmokeTestResult With(SmokeTestLog log, ObservedRun observed)
    {
        if (log.MayComeBack && observed.Unread++ < Rereads)
        {
            return new SmokeTestResult(
                SmokeTestOutcome.Running, $"The smoke tests have ended; their output cannot be read yet: {log.Problem}", observed.Output, LookAgainAfter: TimeSpan.FromSeconds(2));
        }

        var output = log.Problem is null ? log.Text : observed.Output;
        var message = log.Problem is null ? Message : $"{Message}. Their output could {(output.Length > 0 ? "only be read in part" : "not be read")}: {log.Problem}";
        return new SmokeTestResult(Outcome, message, output, Outcome == SmokeTestOutcome.Passed ? null : SmokeTestAnswer.FailingLine(output));
    }
}
