using Release.Data.Queries;

namespace Release.Web.Components.Pages.Deployment;

/// <summary>The part of a log around the line that shows the failure. Pure.</summary>
internal static class LogExcerpt
{
    /// <summary>How many lines are shown around the failing one.</summary>
    public const int Around = 10;

    public static string? FailingText(StepLogView log)
    {
        var lines = Lines(log);
        return log.FailingLine is { } failing && failing >= 0 && failing < lines.Length ? lines[failing].Trim() : null;
    }

    /// <summary>The failing line with five lines before and after it (fewer at one end of the log, then more at the other). Without a failing line, the last lines.</summary>
    public static IReadOnlyList<LogLine> Of(StepLogView log)
    {
        var lines = Lines(log);
        var failing = log.FailingLine is { } line && line >= 0 && line < lines.Length ? line : -1;
        var size = Math.Min(lines.Length, Around + 1);
        var first = failing < 0 ? lines.Length - size : Math.Clamp(failing - (Around / 2), 0, lines.Length - size);
        return [.. lines.Skip(first).Take(size).Select((text, index) => new LogLine(first + index + 1, text, first + index == failing))];
    }

    private static string[] Lines(StepLogView log) => log.Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}

/// <summary>A line of a log.</summary>
/// <param name="Number">Counted from 1.</param>
public sealed record LogLine(int Number, string Text, bool Failing);
