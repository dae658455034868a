namespace Release.Core.Deployments;

/// <summary>Output kept by us, because pods and jobs go away.</summary>
public sealed class StepLog
{
    /// <summary>Longest text kept, in characters; of a longer one the end is kept.</summary>
    public const int MaxLength = 64 * 1024;

    public StepLog(string title, string text, int? failingLine, DateTimeOffset at)
    {
        Title = title;
        (Text, FailingLine) = KeptText.End(text, failingLine, MaxLength);
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
