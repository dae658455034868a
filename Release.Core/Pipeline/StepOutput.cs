namespace Release.Core.Pipeline;

/// <summary>Text that a step wants kept.</summary>
/// <param name="Title">Where it came from.</param>
/// <param name="FailingLine">Zero-based line that shows the failure.</param>
public sealed record StepOutput(string Title, string Text, int? FailingLine)
{
    /// <summary>Finds the line that shows a failure: the last that speaks of one, else the last that is not blank.</summary>
    public static StepOutput OfFailure(string title, string text)
    {
        var lines = text.Split('\n');
        var failing = Array.FindLastIndex(lines, SpeaksOfFailure);
        if (failing < 0)
        {
            failing = Array.FindLastIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        }

        return new StepOutput(title, text, failing < 0 ? null : failing);
    }

    private static bool SpeaksOfFailure(string line) =>
        FailureWords.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] FailureWords = ["error", "exception", "fatal", "failed", "failure", "panic", "expected", "denied", "not found"];
}
