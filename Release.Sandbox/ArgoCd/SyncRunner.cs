using Release.Sandbox.Controllers;
using Release.Sandbox.Faults;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.ArgoCd;

/// <summary>
/// Runs a sync operation task by task: PreSync hook, migration, plain resources and, once those are healthy, the PostSync hook.
/// Without a PostSync hook the operation ends when everything is applied, as Argo CD's does.
/// </summary>
internal sealed class SyncRunner(ClusterContext cluster)
{
    private const string Unsuccessful = "one or more synchronization tasks completed unsuccessfully";

    public SyncOperation Start(ArgoApplication application)
    {
        var definition = application.Definition;
        var tag = application.Desired.Tag!;
        var heals = application is { Operation: { Phase: "Succeeded" } last } && last.Tag == tag;
        var tasks = new List<SyncTask>();
        if (!heals)
        {
            tasks.AddRange(HooksBefore(definition, tag));
            tasks.Add(new SyncTask { Kind = ResourceKinds.Services, Name = definition.Deployment, SyncPhase = "Sync" });
        }

        tasks.Add(new SyncTask { Kind = ResourceKinds.Deployments, Name = definition.Deployment, SyncPhase = "Sync" });
        if (!heals && (definition.Reindexes || Has(Misbehaviour.FailingPostSync, definition, tag)))
        {
            tasks.Add(JobTask(definition, "PostSync", PodTasks.Reindex));
        }

        return new SyncOperation
        {
            Tag = tag,
            Revision = application.Revision,
            StartedAt = cluster.Now,
            Tasks = tasks,
            IsSelfHeal = heals,
            Message = "waiting for the sync to start",
        };
    }

    /// <summary>Names of all Jobs that an application's syncs may have created.</summary>
    public static IEnumerable<ObjectName> HooksOf(ApplicationDefinition definition) =>
        new[] { PodTasks.Assets, PodTasks.Migration, PodTasks.Reindex }.Select(job => new ObjectName(definition.Namespace, $"{definition.Name}-{job}"));

    /// <summary>Runs as many tasks as possible without waiting.</summary>
    /// <returns>True when the Application must be written before the operation continues.</returns>
    public bool Advance(ApplicationDefinition definition, SyncOperation operation)
    {
        var task = operation.Tasks.FirstOrDefault(task => task.Status.Length == 0);
        if (task is null)
        {
            Succeed(operation);
            return true;
        }

        if (task.Job is null)
        {
            Apply(definition, task, operation.Tag);
            return operation.Tasks[^1] != task; // The last task is written together with the operation's end.
        }

        if (task.Started)
        {
            return FollowJob(definition, operation, task);
        }

        if (task.SyncPhase == "PostSync" && !IsHealthy(definition, operation))
        {
            return !operation.IsRunning;
        }

        StartJob(definition, operation, task);
        return true;
    }

    /// <summary>The hooks that the application has, or that a misbehaviour needs to fail.</summary>
    private IEnumerable<SyncTask> HooksBefore(ApplicationDefinition definition, string tag)
    {
        if (definition.UploadsAssets || Has(Misbehaviour.FailingPreSync, definition, tag))
        {
            yield return JobTask(definition, "PreSync", PodTasks.Assets);
        }

        if (definition.Migrates || Has(Misbehaviour.FailingMigration, definition, tag))
        {
            yield return JobTask(definition, "Sync", PodTasks.Migration);
        }
    }

    private bool IsHealthy(ApplicationDefinition definition, SyncOperation operation)
    {
        var health = DeploymentHealth.Find(cluster.Store, definition.Deployment)?.Status;
        if (health == "Degraded")
        {
            Finish(operation, "Failed", Unsuccessful);
            return false;
        }

        if (health != "Healthy")
        {
            operation.Message = $"waiting for healthy state of apps/Deployment/{definition.Name}";
        }

        return health == "Healthy";
    }

    private void StartJob(ApplicationDefinition definition, SyncOperation operation, SyncTask task)
    {
        cluster.Store.Delete(ResourceKinds.Jobs, task.Name.Namespace, task.Name.Name);
        cluster.Store.Create(ResourceKinds.Jobs, Manifests.Job(definition, task, operation.Tag));
        task.Started = true;
        task.HookPhase = "Running";
        task.Message = "job is running";
        operation.Message = $"waiting for completion of hook batch/Job/{task.Name.Name}";
    }

    private bool FollowJob(ApplicationDefinition definition, SyncOperation operation, SyncTask task)
    {
        var job = cluster.Store.Find(ResourceKinds.Jobs, task.Name.Namespace, task.Name.Name)?.Read();
        switch (job is null ? (JobOutcome?)null : JobStatus.OutcomeOf(job))
        {
            case JobOutcome.Succeeded:
                task.HookPhase = "Succeeded";
                task.Status = "Synced";
                task.Message = JobStatus.Completed;
                return true;
            case JobOutcome.Failed:
                task.HookPhase = "Failed";
                task.Status = "SyncFailed";
                task.Message = JobStatus.MessageOf(job!);
                Finish(operation, "Failed", $"{Unsuccessful}, reason: Job {task.Name.Name} failed: {JobStatus.MessageOf(job!)}");
                return true;
            case null:
                Finish(operation, "Failed", $"{Unsuccessful}, reason: Job {task.Name.Name} of {definition.Name} was deleted while it ran");
                task.HookPhase = "Failed";
                task.Status = "SyncFailed";
                return true;
            default:
                return false;
        }
    }

    private void Apply(ApplicationDefinition definition, SyncTask task, string tag)
    {
        var manifest = task.Kind == ResourceKinds.Deployments ? Manifests.Deployment(definition, tag, cluster) : Manifests.Service(definition);
        task.Started = true;
        task.Status = "Synced";
        var subject = $"{task.Kind.Singular}{(task.Kind.Group.Length > 0 ? "." + task.Kind.Group : "")}/{task.Name.Name}";
        if (cluster.Store.Find(task.Kind, task.Name.Namespace, task.Name.Name) is null)
        {
            cluster.Store.Create(task.Kind, manifest);
            task.Message = $"{subject} created";
            return;
        }

        cluster.Store.Update(task.Kind, task.Name.Namespace, task.Name.Name, content =>
        {
            content["spec"] = manifest["spec"]!.DeepClone();
            return content;
        });
        task.Message = $"{subject} configured";
    }

    private void Succeed(SyncOperation operation)
    {
        Finish(operation, "Succeeded", "successfully synced (all tasks run)");
        foreach (var task in operation.Tasks.Where(task => task is { Job: not null, IsDeletedAfterSuccess: true }))
        {
            cluster.Store.Delete(ResourceKinds.Jobs, task.Name.Namespace, task.Name.Name);
        }
    }

    private void Finish(SyncOperation operation, string phase, string message)
    {
        operation.Phase = phase;
        operation.Message = message;
        operation.FinishedAt = cluster.Now;
    }

    private bool Has(Misbehaviour misbehaviour, ApplicationDefinition definition, string tag) =>
        cluster.Faults.Has(misbehaviour, definition.File, tag, cluster.Environment);

    private static SyncTask JobTask(ApplicationDefinition definition, string phase, string job) => new()
    {
        Kind = ResourceKinds.Jobs,
        Name = new ObjectName(definition.Namespace, $"{definition.Name}-{job}"),
        SyncPhase = phase,
        Job = job,
    };
}
