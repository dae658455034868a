using Release.Core.Deployments;
using Release.Data.Queries;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Deployment;

/// <summary>A deployment in lines and words. Pure.</summary>
internal static class DeploymentState
{
    public static bool IsActive(DeploymentStatus status) => status is DeploymentStatus.Queued or DeploymentStatus.Running;

    public static IReadOnlyList<StepLine> Steps(DeploymentDetail detail, IReadOnlyList<StepLogView> logs, DateTimeOffset now) =>
    [
        .. detail.Steps.Select(step => new StepLine(
            step.Name, step.Status, Took(step, now), step.Attempt,
            Blank(step.Message), step.ProgressDone, step.ProgressTotal,
            step.Status is StepStatus.Failed or StepStatus.Running,
            [.. logs.Where(log => log.Step == step.Name && log.Task is null)])
        {
            AwayFor = step.OutsideSince is { } since ? TimeInWords.Duration(WholeSeconds(now - since)) : null,
            Tasks = [.. step.Tasks.Select(task => LineOf(task, logs, now))],
            Build = step.Name is StepName.Build ? detail.Summary.Build : null,
        }),
    ];

    /// <summary>How long the whole took, or has taken so far; null before it begins and where others did it.</summary>
    public static string? Took(DeploymentSummary summary, DateTimeOffset now) => summary switch
    {
        { Status: DeploymentStatus.Recorded } or { StartedAt: null } => null,
        { StartedAt: { } started, FinishedAt: { } finished } => TimeInWords.Duration(finished - started),
        { StartedAt: { } started } => TimeInWords.Duration(WholeSeconds(now - started)),
    };

    /// <summary>Where the failed step's newest log shows the failure; null when no log was kept.</summary>
    public static StepLogView? FailingLog(DeploymentDetail detail, IReadOnlyList<StepLogView> logs) =>
        Failed(detail) is { } failed
            ? logs.LastOrDefault(log => log.Step == failed.Name && log.Task is null)
                ?? logs.LastOrDefault(log => failed.Tasks.Any(task => task.Id == log.Task && task.Phase is StepTaskPhase.Failed))
            : null;

    public static StepView? Failed(DeploymentDetail detail) => detail.Steps.FirstOrDefault(step => step.Status is StepStatus.Failed);

    /// <summary>Logs are kept when a step ends or is tried again: while this is the same, so are they.</summary>
    public static string LogsKey(DeploymentDetail detail) =>
        string.Join('|', detail.Steps.Select(step =>
            $"{step.Status}{step.Attempt}{string.Concat(step.Tasks.Select(task => $"/{task.Id}{task.Phase}{task.LogLength}"))}"));

    /// <summary>Whether a sub-step writes its log now: that is not told as an event.</summary>
    public static bool HasRunningTask(DeploymentDetail detail) =>
        detail.Steps.Any(step => step.Status is StepStatus.Running && step.Tasks.Any(task => task.Phase is StepTaskPhase.Running));

    private static TaskLine LineOf(StepTaskView task, IReadOnlyList<StepLogView> logs, DateTimeOffset now)
    {
        var took = task switch
        {
            { StartedAt: { } started, FinishedAt: { } finished } => TimeInWords.Duration(finished - started),
            { StartedAt: { } started, Phase: StepTaskPhase.Running } => TimeInWords.Duration(WholeSeconds(now - started)),
            _ => null,
        };
        return new TaskLine(task.Id, task.Name, task.Run, task.Phase, took, Blank(task.Message), logs.FirstOrDefault(log => log.Task == task.Id));
    }

    private static string? Took(StepView step, DateTimeOffset now) => step switch
    {
        { StartedAt: { } started, FinishedAt: { } finished } => TimeInWords.Duration(finished - started),
        { StartedAt: { } started, Status: StepStatus.Running } => TimeInWords.Duration(WholeSeconds(now - started)),
        _ => null,
    };

    // A clock that ticks each second shows no tenths.
    private static TimeSpan WholeSeconds(TimeSpan length) => TimeSpan.FromSeconds(Math.Floor(length.TotalSeconds));

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>A step as the timeline draws it.</summary>
/// <param name="Took">How long it took, or has taken so far; null before it begins.</param>
/// <param name="Message">One sentence; null when there is nothing to say.</param>
/// <param name="Open">Whether its logs are shown at once.</param>
public sealed record StepLine(
    StepName Name,
    StepStatus Status,
    string? Took,
    int Attempt,
    string? Message,
    int? Done,
    int? Total,
    bool Open,
    IReadOnlyList<StepLogView> Logs)
{
    /// <summary>How long what it needs outside has been away; null while it is there.</summary>
    public string? AwayFor { get; init; }

    public IReadOnlyList<TaskLine> Tasks { get; init; } = [];

    /// <summary>The run that builds the image, with the step that waits for it.</summary>
    public BuildSummary? Build { get; init; }
}

/// <summary>A sub-step as the timeline draws it.</summary>
/// <param name="Run">How often the step had been resumed when this ran.</param>
/// <param name="Took">How long it took, or has taken so far; null when unknown.</param>
/// <param name="Message">In the outside's words; null when it said nothing.</param>
/// <param name="Log">Null when there is none.</param>
public sealed record TaskLine(int Id, string Name, int Run, StepTaskPhase Phase, string? Took, string? Message, StepLogView? Log)
{
    public string Word => Phase switch
    {
        StepTaskPhase.Pending => "Not begun",
        StepTaskPhase.Succeeded => "Done",
        _ => Phase.ToString(),
    };

    public string Icon => Phase switch
    {
        StepTaskPhase.Running => "moving",
        StepTaskPhase.Succeeded => "good",
        StepTaskPhase.Failed => "failed",
        _ => "pending",
    };

    /// <summary>A class of tokens.css's state colours.</summary>
    public string Tone => Phase switch
    {
        StepTaskPhase.Running => "is-moving",
        StepTaskPhase.Succeeded => "is-good",
        StepTaskPhase.Failed => "is-failed",
        _ => "is-quiet",
    };
}
