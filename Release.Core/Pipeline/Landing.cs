using Release.Core.Applications;
using Release.Core.Ports;

namespace Release.Core.Pipeline;

/// <summary>
/// When a deployment has landed (contracts §7), as pure rules over what Argo CD and Kubernetes say. Healthy alone proves
/// nothing: it can be the old version's health.
/// </summary>
public static class Landing
{
    /// <summary>Why the applications have not synced this version yet; null when all have.</summary>
    /// <param name="applications">Those that run the image.</param>
    /// <param name="wanted">The version to land.</param>
    /// <param name="revisionContainsCommit">For each application's revisions, whether they contain our commit.</param>
    /// <param name="operationMustContainCommit">False when we changed nothing: then no operation of its own follows.</param>
    public static string? NotSynced(
        IReadOnlyList<SyncedApplication> applications, ImageTag wanted, Func<string?, bool> revisionContainsCommit, bool operationMustContainCommit)
    {
        if (applications.Count == 0)
        {
            return "Waiting for Argo CD to have an application for this image";
        }

        return applications.Select(application => NotSynced(application, wanted, revisionContainsCommit, operationMustContainCommit))
            .FirstOrDefault(why => why is not null);
    }

    /// <summary>The application whose sync of our commit failed; null when none did.</summary>
    /// <param name="notBefore">Operations that ended before this are an earlier attempt's.</param>
    public static SyncedApplication? SyncFailed(
        IReadOnlyList<SyncedApplication> applications, ImageTag wanted, Func<string?, bool> revisionContainsCommit, DateTimeOffset notBefore) =>
        applications.FirstOrDefault(application =>
            application.ImageTag == wanted
            && application.Operation is { Phase: "Failed" or "Error" } operation
            && revisionContainsCommit(operation.Revision ?? application.Revision)
            && operation.FinishedAt >= notBefore);

    /// <summary>Why the rollout is not complete; null when every condition holds. Assumes the sync conditions.</summary>
    public static string? NotRolledOut(IReadOnlyList<SyncedApplication> applications, WorkloadState workload, ImageTag wanted)
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

        if (ready == 0)
        {
            return $"No ready pod runs {wanted} yet";
        }

        return applications.Select(NotHealthy).FirstOrDefault(why => why is not null);
    }

    /// <summary>Ready pods of the wanted version, and how many there will be.</summary>
    public static (int Ready, int Total) Progress(WorkloadState workload, ImageTag wanted)
    {
        var ready = workload.Pods.Count(pod => pod.Ready && pod.Tag == wanted);
        return (ready, Math.Max(ready, workload.Rollouts.Sum(rollout => rollout.Wanted)));
    }

    private static string? NotSynced(
        SyncedApplication application, ImageTag wanted, Func<string?, bool> revisionContainsCommit, bool operationMustContainCommit)
    {
        if (application.ImageTag != wanted)
        {
            return $"Waiting for {application.By} to see {wanted} for {application.Name} (it has {application.ImageTag?.Value ?? "no version"})";
        }

        if (application.Operation is { Phase: "Running" or "Terminating" } running)
        {
            return $"{application.By} is syncing {application.Name}: {Running(running)}";
        }

        if (application.SyncStatus != "Synced" || !revisionContainsCommit(application.Revision))
        {
            return $"{application.Name} is {application.SyncStatus}{Conditions(application)}";
        }

        if (application.Operation is not { Phase: "Succeeded" } operation)
        {
            return $"Waiting for {application.By} to finish syncing {application.Name}";
        }

        return operationMustContainCommit && !revisionContainsCommit(operation.Revision)
            ? $"Waiting for {application.By}'s sync of {application.Name} to our commit"
            : null;
    }

    private static string? NotHealthy(SyncedApplication application)
    {
        if (application.HealthStatus != "Healthy")
        {
            return $"{application.Name} is {application.HealthStatus}";
        }

        return application.AssessedAt is null || application.AssessedAt < application.Operation?.FinishedAt
            ? $"Waiting for {application.By} to assess {application.Name} after its sync"
            : null;
    }

    private static string Running(SyncOperation operation)
    {
        var hooks = operation.Resources.Where(resource => resource.HookPhase is "Running").Select(resource => $"{resource.HookType} {resource.Kind} {resource.Name}").ToArray();
        return hooks.Length > 0 ? string.Join(", ", hooks) + " is running" : operation.Message ?? "in progress";
    }

    private static string Conditions(SyncedApplication application) =>
        application.Conditions.Count == 0 ? "" : " (" + string.Join("; ", application.Conditions) + ")";
}
