namespace Release.Core.Deployments;

/// <summary>Stored output of a step, because pods and Jobs are deleted.</summary>
public sealed class StepLog
{
    /// <summary>Maximum length in characters; of a longer text the end is kept.</summary>
    public const int MaxLength = 64 * 1024;

    public StepLog(string title, string text, int? failingLine, DateTimeOffset at)
    {
        Title = title;
        (Text, FailingLine) = BoundedText.End(text, failingLine, MaxLength);
        At = at;
    }

    private StepLog()
    {
    }

    public int Id { get; private set; }

    /// <summary>Where it came from, for example <c>pod publisher-6d5f9-abcde</c>.</summary>
    public string Title { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>Zero-based line that shows the failure.</summary>
    public int? FailingLine { get; private set; }

    public DateTimeOffset At { get; private set; }
}

/// <summary>Limits output to a size.</summary>
internal static class BoundedText
{
    private const int MaxLineCut = 4096;

    /// <summary>The end of a long text, in whole lines, and the new index of its failing line; null when that line was cut off.</summary>
    public static (string Text, int? FailingLine) End(string text, int? failingLine, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return (text, failingLine);
        }

        var start = text.Length - maxLength;

        // Start at the beginning of a line unless it is far away: of one very long line a part is kept.
        var newLine = text.IndexOf('\n', start - 1, Math.Min(maxLength, MaxLineCut));
        start = newLine < 0 ? start : newLine + 1;
        var moved = failingLine - text.AsSpan(0, start).Count('\n');
        var kept = text[start..];
        return (kept, moved >= 0 && moved <= kept.AsSpan().Count('\n') ? moved : null);
    }
}
