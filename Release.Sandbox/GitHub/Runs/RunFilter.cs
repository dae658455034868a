using System.Globalization;
using Release.Sandbox.GitHub.Http;

namespace Release.Sandbox.GitHub.Runs;

/// <summary>The filters of lists of runs. Source: https://docs.github.com/rest/actions/workflow-runs</summary>
internal static class RunFilter
{
    /// <exception cref="GitHubException">A time has an invalid format.</exception>
    public static IEnumerable<WorkflowRun> Apply(IEnumerable<WorkflowRun> runs, GitHubRequest call)
    {
        var created = Created(call.Query("created"));
        return runs.Where(run =>
            MatchesValue(call.Query("event"), run.Event)
            && MatchesValue(call.Query("branch"), run.HeadBranch)
            && MatchesValue(call.Query("actor"), run.Actor)
            && MatchesValue(call.Query("head_sha"), run.HeadSha)
            && (call.Query("status") is not { } status || status == run.Status || status == run.Conclusion)
            && created(run.CreatedAt));
    }

    private static bool MatchesValue(string? wanted, string actual) => wanted is null || wanted == actual;

    /// <summary><c>&gt;=2026-11-22T10:00:00Z</c>, <c>&lt;…</c>, <c>…..…</c> with <c>*</c> for an open end, a day, or a time. Runs are compared in whole seconds.</summary>
    private static Func<DateTimeOffset, bool> Created(string? text)
    {
        switch (text)
        {
            case null:
                return _ => true;
            case ['>', '=', .. var from]:
                return time => Second(time) >= Start(from);
            case ['<', '=', .. var to]:
                return time => Second(time) <= End(to);
            case ['>', .. var after]:
                return time => Second(time) > End(after);
            case ['<', .. var before]:
                return time => Second(time) < Start(before);
        }

        var (first, last) = text.Split("..") is [var one, var other] ? (one, other) : (text, text);
        var (start, end) = (first == "*" ? DateTimeOffset.MinValue : Start(first), last == "*" ? DateTimeOffset.MaxValue : End(last));
        return time => Second(time) >= start && Second(time) <= end;
    }

    private static DateTimeOffset Second(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    private static DateTimeOffset Start(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : throw GitHubException.Unprocessable($"Invalid created: {text}");

    /// <summary>The end of the day when only a date is given.</summary>
    private static DateTimeOffset End(string text) => text.Length == "2026-11-22".Length ? Start(text).AddDays(1).AddTicks(-1) : Start(text);
}
