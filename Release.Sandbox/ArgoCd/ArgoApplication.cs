using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.ArgoCd;

/// <summary>An Argo CD application as its controller knows it.</summary>
internal sealed class ArgoApplication(ApplicationDefinition definition)
{
    private const int KeptHistory = 10;

    public ApplicationDefinition Definition { get; } = definition;

    /// <summary>Namespace and name of the Application object.</summary>
    public ObjectName ObjectName { get; } = new(ArgoNames.Namespace, definition.Name);

    /// <summary>The image-tag file that app-config last rendered.</summary>
    public ImageTagFile Desired { get; set; } = ImageTagFile.Empty;

    public string SyncStatus { get; set; } = "Unknown";

    /// <summary>The commit it was last compared with.</summary>
    public string Revision { get; set; } = "";

    public string Health { get; set; } = "Missing";

    public DateTimeOffset HealthSince { get; set; }

    public SyncOperation? Operation { get; set; }

    /// <summary>Syncs that succeeded, oldest first.</summary>
    public List<SyncHistoryEntry> History { get; } = [];

    /// <summary>Why the desired state cannot be computed; null when it can.</summary>
    public string? ComparisonError { get; private set; }

    public DateTimeOffset ComparisonErrorSince { get; private set; }

    /// <summary>Whether it is synced and healthy, with no operation running or failed.</summary>
    public bool IsSettled => SyncStatus == "Synced" && Health == "Healthy" && Operation is null or { Phase: "Succeeded" };

    /// <summary>The tag of the last completed rollout.</summary>
    public string? RolledOutTag { get; set; }

    /// <summary>The revision for which the post-sync event was last sent.</summary>
    public string? NotifiedRevision { get; set; }

    /// <summary>A client asked for a refresh: a failed operation may run again, and the annotation is removed afterwards.</summary>
    public bool RefreshRequested { get; set; }

    /// <returns>True when the value has changed.</returns>
    public bool SetComparisonError(string? error, DateTimeOffset now)
    {
        if (error == ComparisonError)
        {
            return false;
        }

        ComparisonError = error;
        ComparisonErrorSince = now;
        return true;
    }

    /// <summary>Argo CD keeps the last ten syncs.</summary>
    public void Remember(SyncOperation operation)
    {
        if (operation.IsSelfHeal)
        {
            return; // A self-heal deploys nothing new, so it gets no history entry.
        }

        History.Add(new SyncHistoryEntry((History.LastOrDefault()?.Id ?? -1) + 1, operation.Revision, operation.StartedAt, operation.FinishedAt ?? operation.StartedAt));
        if (History.Count > KeptHistory)
        {
            History.RemoveAt(0);
        }
    }
}

/// <summary>The saved state of an application: its rolled-out tag and the operation that deployed it.</summary>
internal sealed record ApplicationState(
    string Name,
    string? RolledOutTag,
    string? SyncedRevision,
    DateTimeOffset? SyncStartedAt,
    DateTimeOffset? SyncFinishedAt,
    DateTimeOffset HealthSince,
    string? NotifiedRevision)
{
    public static ApplicationState Of(ArgoApplication application)
    {
        var operation = application.Operation is { Phase: "Succeeded" } succeeded && succeeded.Tag == application.RolledOutTag ? succeeded : null;
        return new ApplicationState(
            application.Definition.Name,
            application.RolledOutTag,
            operation?.Revision,
            operation?.StartedAt,
            operation?.FinishedAt,
            application.HealthSince,
            application.NotifiedRevision);
    }
}
