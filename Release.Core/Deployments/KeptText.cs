namespace Release.Core.Deployments;

/// <summary>Output cut to a bounded size.</summary>
internal static class KeptText
{
    private const int MaxLineCut = 4096;

    /// <summary>The end of a text that is too long, in whole lines, and where its failing line went; null when it was cut off.</summary>
    public static (string Text, int? FailingLine) End(string text, int? failingLine, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return (text, failingLine);
        }

        var start = text.Length - maxLength;

        // From the beginning of a line, unless that is far off: one endless line is kept in part.
        var newLine = text.IndexOf('\n', start - 1, Math.Min(maxLength, MaxLineCut));
        start = newLine < 0 ? start : newLine + 1;
        var moved = failingLine - text.AsSpan(0, start).Count('\n');
        var kept = text[start..];
        return (kept, moved >= 0 && moved <= kept.AsSpan().Count('\n') ? moved : null);
    }
}
