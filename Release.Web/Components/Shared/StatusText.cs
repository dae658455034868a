using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Web.Components.Shared;

/// <summary>Words, icons and CSS classes of statuses.</summary>
internal static class StatusText
{
    public static string Of(DeploymentStatus status) => status switch
    {
        DeploymentStatus.Running => "Under way",
        _ => status.ToString(),
    };

    public static string Of(StepStatus status) => status switch
    {
        StepStatus.Pending => "Not started",
        StepStatus.Succeeded => "Done",
        _ => status.ToString(),
    };

    public static string Of(FailureKind kind) => kind switch
    {
        FailureKind.Application => "The version itself does not work",
        FailureKind.Timeout => "It took too long",
        FailureKind.Network => "The network or another system failed",
        FailureKind.Permission => "A permission is missing",
        FailureKind.NotFound => "Something it needs does not exist",
        FailureKind.Database => "The database or a migration failed",
        FailureKind.ExitCode => "A process ended with an error",
        _ => kind.ToString(),
    };

    public static string Icon(DeploymentStatus status) => status switch
    {
        DeploymentStatus.Queued => "pending",
        DeploymentStatus.Running => "moving",
        DeploymentStatus.Succeeded => "good",
        DeploymentStatus.Failed => "failed",
        DeploymentStatus.Recorded => "external",
        _ => "skipped",
    };

    public static string Icon(StepStatus status) => status switch
    {
        StepStatus.Pending => "pending",
        StepStatus.Running => "moving",
        StepStatus.Succeeded => "good",
        StepStatus.Failed => "failed",
        _ => "skipped",
    };

    /// <summary>A CSS class for the state's colour.</summary>
    public static string Tone(DeploymentStatus status) => status switch
    {
        DeploymentStatus.Queued or DeploymentStatus.Running => "is-moving",
        DeploymentStatus.Succeeded => "is-good",
        DeploymentStatus.Failed => "is-failed",
        _ => "is-quiet",
    };

    public static string Tone(StepStatus status) => status switch
    {
        StepStatus.Running => "is-moving",
        StepStatus.Succeeded => "is-good",
        StepStatus.Failed => "is-failed",
        _ => "is-quiet",
    };
}
