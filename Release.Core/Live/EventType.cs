namespace Release.Core.Live;

/// <summary>What happened. Stored and streamed as <see cref="ReleaseEvent.TypeName"/>.</summary>
public enum EventType
{
    ApplicationCreated,
    ApplicationChanged,
    ConfigurationChanged,
    FlagsChanged,
    DeploymentQueued,
    DeploymentStarted,
    DeploymentProgressed,
    DeploymentLanded,
    DeploymentSucceeded,
    DeploymentFailed,
    DeploymentResumed,
    DeploymentCancelled,
    DeploymentSuperseded,
    DeploymentRecorded,
    PromotionDecided,
    AccessRefused,
    TokenChanged,

    /// <summary>Let through by a role that could not be confirmed.</summary>
    AccessUnconfirmed,
    SessionBegan,
    SessionRefused,
    SessionEnded,
    RoleChanged,
    DriftBegan,
    DriftEnded,

    /// <summary>The application's repository on GitHub has moved.</summary>
    SourceChanged,
}
