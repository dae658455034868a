using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.ArgoCd;

/// <summary>An Argo CD application as its controller knows it.</summary>
internal sealed class ArgoApplication(ApplicationDefinition definition)
{
    private const int KeptHistory = 10;

    public ApplicationDefinition Definition { get; } = definition;

    /// <summary>Of the Application itself.</summary>
    public ObjectName ObjectName { get; } = new(ArgoNames.Namespace, definition.Name);

    /// <summary>What app-config last rendered for it.</summary>
    public ImageTagFile Wanted { get; set; } = ImageTagFile.Empty;

    public string SyncStatus { get; set; } = "Unknown";

    /// <summary>The commit it was last compared with.</summary>
    public string Revision { get; set; } = "";

    public string Health { get; set; } = "Missing";

    public DateTimeOffset HealthSince { get; set; }

    public SyncOperation? Operation { get; set; }

    /// <summary>Syncs that succeeded, oldest first.</summary>
    public List<SyncHistoryEntry> History { get; } = [];

    /// <summary>Why what is wanted cannot be told; null when it can.</summary>
    public string? ComparisonError { get; private set; }

    public DateTimeOffset ComparisonErrorSince { get; private set; }

    /// <summary>Nothing is under way or has gone wrong.</summary>
    public bool IsSettled => SyncStatus == "Synced" && Health == "Healthy" && Operation is null or { Phase: "Succeeded" };

    /// <summary>The tag that all its pods ran when a rollout was last complete.</summary>
    public string? RolledOutTag { get; set; }

    /// <summary>The revision about which workflows were last told.</summary>
    public string? NotifiedRevision { get; set; }

    /// <summary>Somebody asked for a refresh: a failed operation may run again, and the annotation goes.</summary>
    public bool RefreshRequested { get; set; }

    /// <returns>True when it is another than before.</returns>
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
        if (operation.HealsItself)
        {
            return; // What was changed by hand came back; nothing new was deployed.
        }

        History.Add(new SyncHistoryEntry((History.LastOrDefault()?.Id ?? -1) + 1, operation.Revision, operation.StartedAt, operation.FinishedAt ?? operation.StartedAt));
        if (History.Count > KeptHistory)
        {
            History.RemoveAt(0);
        }
    }
}

/// <summary>What survives a restart of an application: what had been rolled out, by which operation.</summary>
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
