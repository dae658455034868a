using Release.Core.Applications;

namespace Release.Web.Components.Pages.Activity;

/// <summary>An event as it is drawn.</summary>
/// <param name="Look">Icon, word and tone of its type.</param>
/// <param name="Time">When, in words.</param>
public sealed record ActivityLine(
    long Sequence,
    ActivityStyle Look,
    string Summary,
    string Actor,
    ApplicationName? Application,
    EnvironmentName? Environment,
    Guid? DeploymentId,
    DateTimeOffset At,
    string Time);
