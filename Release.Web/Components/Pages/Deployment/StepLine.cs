using Release.Core.Deployments;
using Release.Data.Queries;

namespace Release.Web.Components.Pages.Deployment;

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
