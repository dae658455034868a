using Hangfire;
using Release.Data.Events;

namespace Release.Web.Jobs;

/// <summary>Work of which rows in the database say when it is due: messages, webhooks, what deployments ship.</summary>
internal interface IDueWork
{
    /// <summary>Raised when there may be more of it, or sooner.</summary>
    Signal News { get; }

    /// <summary>How often it is looked for without news: other replicas' news are not heard.</summary>
    TimeSpan Interval { get; }

    /// <summary>How long to wait after a job was enqueued, so that a burst of news is one job.</summary>
    TimeSpan Pace { get; }

    /// <summary>When it is due; null when there is none.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    void Enqueue(IBackgroundJobClient jobs);
}
