using Release.Core.Applications;
using Release.Core.Events;

namespace Release.Web.Components.Pages.Activity;

/// <summary>An event as the page shows it.</summary>
/// <param name="Style">Icon, word and tone of its type.</param>
/// <param name="Time">When, in words.</param>
public sealed record ActivityLine(
    long Sequence,
    ActivityStyle Style,
    string Summary,
    string Actor,
    ApplicationName? Application,
    EnvironmentName? Environment,
    Guid? DeploymentId,
    DateTimeOffset At,
    string Time);

/// <summary>How a type of event is shown. Never by colour alone: an icon and a word go with it.</summary>
/// <param name="Icon">An icon of icons.svg.</param>
/// <param name="Word">One or two words.</param>
/// <param name="Tone">moving, good, attention, failed, held; empty for a neutral event.</param>
public sealed record ActivityStyle(string Icon, string Word, string Tone = "")
{
    public static ActivityStyle Of(EventType type) => type switch
    {
        EventType.ApplicationCreated => new("board", "New application"),
        EventType.ApplicationChanged => new("board", "Edited"),
        EventType.ConfigurationChanged => new("merge", "Configuration"),
        EventType.FlagsChanged => new("frozen", "Switched", "held"),
        EventType.DeploymentQueued => new("pending", "Queued"),
        EventType.DeploymentStarted => new("moving", "Started", "moving"),
        EventType.DeploymentProgressed => new("moving", "Moving", "moving"),
        EventType.DeploymentLanded => new("right", "Landed", "moving"),
        EventType.DeploymentSucceeded => new("good", "Succeeded", "good"),
        EventType.DeploymentFailed => new("failed", "Failed", "failed"),
        EventType.DeploymentResumed => new("moving", "Resumed", "moving"),
        EventType.DeploymentCancelled => new("skipped", "Cancelled", "attention"),
        EventType.DeploymentSuperseded => new("skipped", "Superseded"),
        EventType.DeploymentRecorded => new("good", "Recorded"),
        EventType.PromotionDecided => new("merge", "Promotion"),
        EventType.DriftBegan => new("attention", "Drifted", "attention"),
        EventType.DriftEnded => new("good", "In step", "good"),
        EventType.SourceChanged => new("merge", "On GitHub"),
        EventType.AccessRefused => new("attention", "Refused", "attention"),
        EventType.TokenChanged => new("key", "Token"),
        EventType.AccessUnconfirmed => new("attention", "Unconfirmed", "attention"),
        EventType.SessionBegan => new("person", "Signed in"),
        EventType.SessionRefused => new("attention", "Sign-in refused", "attention"),
        EventType.SessionEnded => new("person", "Signed out"),
        EventType.RoleChanged => new("person", "Role", "held"),
        _ => new("activity", type.ToString()),
    };
}
