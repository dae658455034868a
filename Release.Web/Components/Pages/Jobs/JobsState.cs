using Release.Data.Queries;
using Release.Data.Rows;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Jobs;

/// <summary>The state of the pipeline's passes and of the outbox. Pure.</summary>
internal sealed record JobsState(
    IReadOnlyList<PassLine> Passes, IReadOnlyList<OutboxLine> Messages, IReadOnlyDictionary<OutboxStatus, int> Counts)
{
    public static readonly JobsState Empty = new([], [], new Dictionary<OutboxStatus, int>());

    public int CountOf(PassState state) => Passes.Count(pass => pass.State == state);

    public int CountOf(OutboxStatus status) => Counts.GetValueOrDefault(status);

    /// <summary><c>for 3 s</c>, <c>due in 12 s</c>.</summary>
    public static string When(PassLine pass, DateTimeOffset now) => pass switch
    {
        { State: PassState.Running, Began: { } began } => $"for {TimeInWords.WholeDuration(now - began)}",
        _ when pass.Due <= now => "due now",
        _ => $"due in {TimeInWords.WholeDuration(pass.Due - now)}",
    };

    public static string Detail(PassLine pass) => pass.State switch
    {
        PassState.Running => $"on {pass.Holder}",
        PassState.Waiting => "the pipeline's next pass",
        _ => $"failed {Times(pass.Failures)}. {pass.Error}",
    };

    public static (string Icon, string Word, string Tone) Style(PassState state) => state switch
    {
        PassState.Running => ("moving", "Running", "moving"),
        PassState.Waiting => ("jobs", "Waiting", ""),
        _ => ("failed", "Failed", "failed"),
    };

    public static (string Icon, string Word, string Tone) Style(OutboxStatus status) => status switch
    {
        OutboxStatus.Pending => ("pending", "Pending", ""),
        OutboxStatus.Sending => ("moving", "Sending", "moving"),
        OutboxStatus.Sent => ("good", "Sent", "good"),
        OutboxStatus.Unknown => ("attention", "Unknown", "attention"),
        _ => ("failed", "Failed", "failed"),
    };

    /// <summary>What happened to a message, or happens next.</summary>
    public static string Result(OutboxLine message, DateTimeOffset now) => message.Status switch
    {
        OutboxStatus.Sent => $"sent {Ago(message.SentAt ?? message.CreatedAt, now)}",
        OutboxStatus.Pending when message.NextAttemptAt > now =>
            $"tried {Times(message.Attempts)}, next in {TimeInWords.WholeDuration(message.NextAttemptAt - now)}. {message.LastError}",
        OutboxStatus.Pending => "is sent next",
        OutboxStatus.Sending => "is being sent",
        OutboxStatus.Unknown => $"may have arrived, so it is not sent again. {message.LastError}",
        _ => $"given up after {Times(message.Attempts)}. {message.LastError}",
    };

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private static string Ago(DateTimeOffset at, DateTimeOffset now) => TimeInWords.Age(at, now) is var age && age == "just now" ? age : $"{age} ago";
}
