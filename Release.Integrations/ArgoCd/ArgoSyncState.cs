using System.Collections.Concurrent;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.ArgoCd;

/// <summary>
/// What is synced where Argo CD syncs: the <c>imageTag</c> annotation of an Application that is Synced. While it is not, the
/// tag from the last time that it was, because that is in the cluster until the sync ends. Applications of one image whose
/// tags differ (frontend and draft-frontend during a rollout) have no common version.
/// </summary>
internal sealed class ArgoSyncState
{
    /// <summary>How many resources are named; Argo CD's own page shows all.</summary>
    private const int MaxResources = 3;

    private readonly ConcurrentDictionary<(EnvironmentName, string), ImageTag> _lastSynced = new();

    /// <returns>Null if there is no Application.</returns>
    public SyncState? Read(EnvironmentName environment, IReadOnlyCollection<ArgoApplication> applications)
    {
        if (applications.Count == 0)
        {
            return null;
        }

        var byName = applications.OrderBy(item => item.Metadata.Name, StringComparer.Ordinal).ToArray();
        (string Name, ImageTag? Version)[] versions = [.. byName.Select(item => (item.Metadata.Name, LastSynced(environment, item)))];
        var disagreement = SyncState.Disagreement(versions);
        var worst = byName.MaxBy(item => SyncState.Badness(ArgoMapping.SyncStatusOf(item), ArgoMapping.HealthStatusOf(item)))!;
        return new SyncState(
            disagreement is null ? versions[0].Version : null,
            SyncState.WorstSync(byName.Select(ArgoMapping.SyncStatusOf)),
            SyncState.WorstHealth(byName.Select(ArgoMapping.HealthStatusOf)),
            Describe(worst, byName, disagreement),
            byName.Max(item => item.Status?.OperationState?.FinishedAt));
    }

    private ImageTag? LastSynced(EnvironmentName environment, ArgoApplication application)
    {
        var key = (environment, application.Metadata.Name);
        if (ArgoMapping.SyncStatusOf(application).State is SyncStatus.Synced && ArgoMapping.TagOf(application) is { } tag)
        {
            _lastSynced[key] = tag;
        }

        return _lastSynced.GetValueOrDefault(key);
    }

    private static LiveSync Describe(ArgoApplication worst, ArgoApplication[] all, string? disagreement)
    {
        // Prefer an operation that is running to one that has ended.
        var operation = all.Select(item => item.Status?.OperationState).FirstOrDefault(state => Reported.Parse<OperationPhase>(state?.Phase).IsRunning())
            ?? worst.Status?.OperationState;
        return new LiveSync(
            NotEmpty(worst.Status?.Sync?.Revision),
            Reported.ParseOptional<OperationPhase>(operation?.Phase),
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
