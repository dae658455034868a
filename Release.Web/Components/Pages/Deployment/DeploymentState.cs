using Release.Core.Deployments;
using Release.Data.Queries;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Deployment;

/// <summary>What a deployment's page shows. Pure.</summary>
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
            AwayFor = step.OutsideSince is { } since ? TimeInWords.WholeDuration(now - since) : null,
            Tasks = [.. step.Tasks.Select(task => LineOf(task, logs, now))],
            Build = step.Name is StepName.Build ? detail.Summary.Build : null,
        }),
    ];

    /// <summary>Its duration, so far or in total; null before it starts and when others did it.</summary>
    public static string? Took(DeploymentSummary summary, DateTimeOffset now) => summary switch
    {
        { Status: DeploymentStatus.Recorded } or { StartedAt: null } => null,
        { StartedAt: { } started, FinishedAt: { } finished } => TimeInWords.Duration(finished - started),
        { StartedAt: { } started } => TimeInWords.WholeDuration(now - started),
    };

    /// <summary>The log that shows the failure; null when none was kept.</summary>
    public static StepLogView? FailingLog(DeploymentDetail detail, IReadOnlyList<StepLogView> logs) =>
        Failed(detail) is { } failed
            ? logs.LastOrDefault(log => log.Step == failed.Name && log.Task is null)
                ?? logs.LastOrDefault(log => failed.Tasks.Any(task => task.Id == log.Task && task.Phase is StepTaskPhase.Failed))
            : null;

    public static StepView? Failed(DeploymentDetail detail) => detail.Steps.FirstOrDefault(step => step.Status is StepStatus.Failed);

    /// <summary>Changes whenever a log may have changed: when a step ends or is tried again.</summary>
    public static string LogsKey(DeploymentDetail detail) =>
        string.Join('|', detail.Steps.Select(step =>
            $"{step.Status}{step.Attempt}{string.Concat(step.Tasks.Select(task => $"/{task.Id}{task.Phase}{task.LogLength}"))}"));

    /// <summary>Whether a sub-step is running, whose log grows without events.</summary>
    public static bool HasRunningTask(DeploymentDetail detail) =>
        detail.Steps.Any(step => step.Status is StepStatus.Running && step.Tasks.Any(task => task.Phase is StepTaskPhase.Running));

    private static TaskLine LineOf(StepTaskView task, IReadOnlyList<StepLogView> logs, DateTimeOffset now)
    {
        var took = task switch
        {
            { StartedAt: { } started, FinishedAt: { } finished } => TimeInWords.Duration(finished - started),
            { StartedAt: { } started, Phase: StepTaskPhase.Running } => TimeInWords.WholeDuration(now - started),
            _ => null,
        };
        return new TaskLine(task.Id, task.Name, task.Run, task.Phase, took, Blank(task.Message), logs.FirstOrDefault(log => log.Task == task.Id));
    }

    private static string? Took(StepView step, DateTimeOffset now) => step switch
    {
        { StartedAt: { } started, FinishedAt: { } finished } => TimeInWords.Duration(finished - started),
        { StartedAt: { } started, Status: StepStatus.Running } => TimeInWords.WholeDuration(now - started),
        _ => null,
    };

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>A step in the timeline.</summary>
/// <param name="Took">Its duration, so far or in total; null before it starts.</param>
/// <param name="Message">One sentence; null when there is none.</param>
/// <param name="Open">Whether its logs are expanded.</param>
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
    /// <summary>How long a system that it needs has been unavailable; null while all are available.</summary>
    public string? AwayFor { get; init; }

    public IReadOnlyList<TaskLine> Tasks { get; init; } = [];

    /// <summary>The workflow run that builds the image, for the build step.</summary>
    public BuildSummary? Build { get; init; }
}

/// <summary>A sub-step in the timeline.</summary>
/// <param name="Run">How often the step had been resumed before this ran.</param>
/// <param name="Took">Its duration, so far or in total; null when unknown.</param>
/// <param name="Message">The other system's message; null when there is none.</param>
/// <param name="Log">Null when there is none.</param>
public sealed record TaskLine(int Id, string Name, int Run, StepTaskPhase Phase, string? Took, string? Message, StepLogView? Log)
{
    public string Word => Phase switch
    {
        StepTaskPhase.Pending => "Not started",
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

    /// <summary>A CSS class for the state's colour.</summary>
    public string Tone => Phase switch
    {
        StepTaskPhase.Running => "is-moving",
        StepTaskPhase.Succeeded => "is-good",
        StepTaskPhase.Failed => "is-failed",
        _ => "is-quiet",
    };
}
