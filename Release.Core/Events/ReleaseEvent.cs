using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Core.Events;

/// <summary>One line of the append-only event log: audit trail, live feed, API stream and outbox are all read from it.</summary>
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
    /// <summary>Its place in the log; 0 until it is stored. Gaps are possible, order is not lost.</summary>
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

/// <summary>The append-only log, for an event with which nothing else is stored. Others are appended in the transaction that makes the change.</summary>
public interface IEventLog
{
    Task AppendAsync(ReleaseEvent releaseEvent, CancellationToken cancellationToken);
}

/// <summary>Actors of events that no person and no token caused.</summary>
public static class SystemActors
{
    public const string ClusterWatch = "cluster watch";

    public const string ConfigurationRepository = "configuration repository";

    public const string Pipeline = "pipeline";
}
