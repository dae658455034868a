using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;

namespace Release.Core.Pipeline;

/// <summary>
/// Decides when a version is synced and rolled out (contracts §7), as pure rules over the state in Argo CD and Kubernetes.
/// Healthy alone proves nothing: it can be the health of the old version.
/// </summary>
public static class RolloutVerification
{
    /// <summary>Why the version is not rolled out; null when every condition holds now.</summary>
    /// <param name="engine">What syncs the environment.</param>
    /// <param name="applications">The applications that run the image.</param>
    /// <param name="workload">Their Deployments and pods.</param>
    /// <param name="wanted">The version to verify.</param>
    /// <param name="revisionContainsCommit">Whether a revision contains our commit.</param>
    /// <param name="operationMustContainCommit">False when Release committed nothing, so that no new sync operation follows.</param>
    public static string? NotVerified(
        EnvironmentEngine engine, IReadOnlyList<SyncedApplication> applications, WorkloadState workload, ImageTag wanted, Func<string?, bool> revisionContainsCommit, bool operationMustContainCommit) =>
        NotSynced(engine, applications, wanted, revisionContainsCommit, operationMustContainCommit) ?? NotRolledOut(engine, applications, workload, wanted);

    /// <summary>Why the applications have not synced this version yet; null when all have. Parameters as in <see cref="NotVerified"/>.</summary>
    public static string? NotSynced(
        EnvironmentEngine engine, IReadOnlyList<SyncedApplication> applications, ImageTag wanted, Func<string?, bool> revisionContainsCommit, bool operationMustContainCommit)
    {
        if (applications.Count == 0)
        {
            return $"No {engine.Application()} runs this image yet";
        }

        return applications.Select(application => NotSynced(engine.Actor(), application, wanted, revisionContainsCommit, operationMustContainCommit))
            .FirstOrDefault(why => why is not null);
    }

    /// <summary>The application whose sync of our commit failed; null when none did.</summary>
    /// <param name="notBefore">Operations that ended before this belong to an earlier attempt.</param>
    public static SyncedApplication? SyncFailed(
        IReadOnlyList<SyncedApplication> applications, ImageTag wanted, Func<string?, bool> revisionContainsCommit, DateTimeOffset notBefore) =>
        applications.FirstOrDefault(application =>
            application.ImageTag == wanted
            && application.Operation is { HasFailed: true } operation
            && revisionContainsCommit(operation.Revision ?? application.Revision)
            && operation.FinishedAt >= notBefore);

    /// <summary>Why the rollout is not complete; null when every condition holds. Assumes the sync conditions.</summary>
    public static string? NotRolledOut(EnvironmentEngine engine, IReadOnlyList<SyncedApplication> applications, WorkloadState workload, ImageTag wanted)
    {
        var (ready, total) = Progress(workload, wanted);
        if (workload.Rollouts.FirstOrDefault(rollout => rollout.Tag != wanted) is { } stale)
        {
            return $"Deployment {stale.Name} still asks for {stale.Tag?.Value ?? "no tag"}";
        }

        if (workload.Rollouts.Any(rollout => !rollout.IsComplete) || ready < total)
        {
            return $"{ready} of {total} pods are ready with {wanted}";
        }

        if (workload.Pods.FirstOrDefault(pod => pod.Ready && pod.Tag != wanted) is { } old)
        {
            return $"Pod {old.Name} still runs {old.Tag?.Value ?? "an image without a tag"}";
        }

        // A Deployment scaled to zero has no pods; then its template decides.
        if (ready == 0 && (workload.Rollouts.Count == 0 || total > 0))
        {
            return $"No ready pod runs {wanted} yet";
        }

        return applications.Select(application => NotHealthy(engine.Actor(), application)).FirstOrDefault(why => why is not null);
    }

    /// <summary>Ready pods of the wanted version, and how many there will be.</summary>
    public static (int Ready, int Total) Progress(WorkloadState workload, ImageTag wanted)
    {
        var ready = workload.Pods.Count(pod => pod.Ready && pod.Tag == wanted);
        return (ready, Math.Max(ready, workload.Rollouts.Sum(rollout => rollout.Wanted)));
    }

    private static string? NotSynced(
        string actor, SyncedApplication application, ImageTag wanted, Func<string?, bool> revisionContainsCommit, bool operationMustContainCommit)
    {
        var name = application.Name;
        var why = application switch
        {
            _ when application.ImageTag != wanted => $"Waiting for {actor} to see {wanted} for {name} (it has {application.ImageTag?.Value ?? "no version"})",
            { Operation: { Phase.State: OperationPhase.Terminating } ending } => $"{actor} is ending its sync of {name}: {Running(ending)}",
            { Operation: { IsRunning: true } running } => $"{actor} is syncing {name}: {Running(running)}",
            _ when application.SyncStatus == SyncStatus.Unknown => $"{name} is Unknown: {actor} cannot say whether it is in sync{LastFailure(application)}",
            { SyncStatus.State: not SyncStatus.Synced } => $"{name} is {application.SyncStatus}{LastFailure(application)}",
            _ when !revisionContainsCommit(application.Revision) => $"{name} is Synced at {Short(application.Revision)}, which does not have our commit",
            { Operation: null } => $"Waiting for {actor} to sync {name}",
            { Operation: { HasFailed: true } } => $"{name} is Synced, but{LastFailure(application)[1..]}",
            { Operation: { Phase.State: not OperationPhase.Succeeded } unknown } => $"Waiting for {actor} to finish syncing {name} (its operation is {unknown.Phase})",
            _ when operationMustContainCommit && !revisionContainsCommit(application.Operation.Revision) =>
                $"Waiting for {actor}'s sync of {name} to our commit (the last one was to {Short(application.Operation.Revision)})",
            _ => null,
        };
        return why is null ? null : why + Errors(application);
    }

    private static string? NotHealthy(string actor, SyncedApplication application)
    {
        if (application.HealthStatus.State is not HealthStatus.Healthy)
        {
            return $"{application.Name} is {application.HealthStatus}{Errors(application)}";
        }

        return application.AssessedAt is null || application.AssessedAt < application.Operation?.FinishedAt
            ? $"Waiting for {actor} to assess {application.Name} after its sync{Errors(application)}"
            : null;
    }

    private static string Running(SyncOperation operation)
    {
        var hooks = operation.Resources.Where(resource => resource.HookPhase is { State: OperationPhase.Running } && (resource.HookType is not null || resource.Kind == "Job"))
            .Select(HookTasks.NameOf).ToArray();
        return hooks.Length > 0 ? $"{string.Join(", ", hooks)} {(hooks.Length == 1 ? "is" : "are")} running" : operation.Message ?? "in progress";
    }

    private static string LastFailure(SyncedApplication application) => application.Operation is { HasFailed: true } failed
        ? $"; its last sync ended as {failed.Phase}{(failed.Message is null ? "" : ": " + failed.Message)}"
        : "";

    /// <summary>The conditions that are errors, without warnings.</summary>
    private static string Errors(SyncedApplication application)
    {
        var errors = application.Conditions.Where(condition => condition.Split(':', 2)[0].EndsWith("Error", StringComparison.Ordinal)).ToArray();
        return errors.Length == 0 ? "" : $" ({string.Join("; ", errors)})";
    }

    private static string Short(string? revision) => revision is null ? "no revision" : revision[..Math.Min(revision.Length, 10)];
}
