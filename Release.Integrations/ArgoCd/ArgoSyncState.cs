using System.Collections.Concurrent;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.ArgoCd;

/// <summary>
/// The second truth where Argo CD syncs. An Application counts with its <c>imageTag</c> annotation while its sync status
/// is Synced. While it is not, the tag it had when it last was stays: that is what is in the cluster until the sync ends.
/// Applications of one image that differ (frontend and draft-frontend half way) have no synced version together.
/// </summary>
internal sealed class ArgoSyncState
{
    /// <summary>Enough to see what it is about; Argo CD's own page has all.</summary>
    private const int MaxResources = 3;

    private readonly ConcurrentDictionary<(EnvironmentName, string), ImageTag> _lastSynced = new();

    /// <returns>Null when there is no Application.</returns>
    public SyncState? Read(EnvironmentName environment, IReadOnlyCollection<ArgoApplication> applications)
    {
        if (applications.Count == 0)
        {
            return null;
        }

        var byName = applications.OrderBy(item => item.Metadata.Name, StringComparer.Ordinal).ToArray();
        (string Name, ImageTag? Version)[] versions = [.. byName.Select(item => (item.Metadata.Name, LastSynced(environment, item)))];
        var disagreement = SyncState.Disagreement(versions);
        var worst = byName.MaxBy(item => SyncState.Badness(item.Status?.Sync?.Status, item.Status?.Health?.Status))!;
        return new SyncState(
            disagreement is null ? versions[0].Version : null,
            SyncState.WorstSync(byName.Select(item => item.Status?.Sync?.Status)),
            SyncState.WorstHealth(byName.Select(item => item.Status?.Health?.Status)),
            Describe(worst, byName, disagreement),
            byName.Max(item => item.Status?.OperationState?.FinishedAt));
    }

    private ImageTag? LastSynced(EnvironmentName environment, ArgoApplication application)
    {
        var key = (environment, application.Metadata.Name);
        if (application.Status?.Sync?.Status == "Synced" && ArgoMapping.TagOf(application) is { } tag)
        {
            _lastSynced[key] = tag;
        }

        return _lastSynced.GetValueOrDefault(key);
    }

    private static LiveSync Describe(ArgoApplication worst, ArgoApplication[] all, string? disagreement)
    {
        // One that is being synced says more of what is going on than one that is done.
        var operation = all.Select(item => item.Status?.OperationState).FirstOrDefault(state => state?.Phase is "Running" or "Terminating")
            ?? worst.Status?.OperationState;
        return new LiveSync(
            LiveSync.ArgoCd,
            NotEmpty(worst.Status?.Sync?.Revision),
            NotEmpty(operation?.Phase),
            NotEmpty(operation?.Message),
            Conditions(all),
            OutOfSync(all),
            disagreement);
    }

    private static string? Conditions(ArgoApplication[] all) => NotEmpty(string.Join("; ", all
        .SelectMany(item => item.Status?.Conditions ?? []).Select(condition => $"{condition.Type}: {condition.Message}").Distinct(StringComparer.Ordinal)));

    private static string? OutOfSync(ArgoApplication[] all)
    {
        string[] resources =
        [
            .. all.SelectMany(item => item.Status?.Resources ?? [])
                .Where(resource => resource.Status == "OutOfSync").Select(resource => $"{resource.Kind} {resource.Name}").Distinct(StringComparer.Ordinal),
        ];
        var more = resources.Length - MaxResources;
        return NotEmpty(string.Join(", ", resources.Take(MaxResources)) + (more > 0 ? $" and {more} more" : ""));
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
