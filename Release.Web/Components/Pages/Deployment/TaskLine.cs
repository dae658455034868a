using Release.Core.Deployments;
using Release.Data.Queries;

namespace Release.Web.Components.Pages.Deployment;

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
