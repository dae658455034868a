using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Core.Events;

/// <summary>One entry of the append-only event log, the source of audit trail, live feed, API stream and outbox.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Actor">Who or what did it: a person, a machine token, or <c>pipeline</c>.</param>
/// <param name="Summary">In a sentence, for people.</param>
public sealed record ReleaseEvent(
    EventType Type,
    string Actor,
    string Summary,
    ApplicationName? Application = null,
    EnvironmentName? Environment = null,
    Guid? DeploymentId = null)
{
    /// <summary>Its number in the log; 0 until it is stored. Numbers ascend, with possible gaps.</summary>
    public long Sequence { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary><c>DeploymentQueued</c> → <c>deployment.queued</c>.</summary>
    public string TypeName => TypeNameOf(Type);

    public static string TypeNameOf(EventType type)
    {
        var name = type.ToString();
        var second = 1;
        while (second < name.Length && !char.IsUpper(name[second]))
        {
            second++;
        }

        return $"{name[..second].ToLowerInvariant()}.{name[second..].ToLowerInvariant()}";
    }
}

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

    /// <summary>Allowed by a role that could not be confirmed.</summary>
    AccessUnconfirmed,
    SessionBegan,
    SessionRefused,
    SessionEnded,
    RoleChanged,
    DriftBegan,
    DriftEnded,

    /// <summary>The application's repository on GitHub has new commits.</summary>
    SourceChanged,
}

/// <summary>Appends an event on its own. Events that belong to a change are appended in the transaction that makes it.</summary>
public interface IEventLog
{
    Task AppendAsync(ReleaseEvent releaseEvent, CancellationToken cancellationToken);
}

/// <summary>Actors of events that were not caused by a person or a token.</summary>
public static class SystemActors
{
    public const string ClusterWatch = "cluster watch";

    public const string ConfigurationRepository = "configuration repository";

    public const string Pipeline = "pipeline";
}
