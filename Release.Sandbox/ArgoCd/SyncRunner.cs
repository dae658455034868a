using Release.Sandbox.Clusters;
using Release.Sandbox.Faults;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.ArgoCd;

/// <summary>Runs a sync operation task by task: PreSync hook, migration, then what is only applied.</summary>
internal sealed class SyncRunner(ClusterContext cluster)
{
    public SyncOperation Start(ArgoApplication application)
    {
        var definition = application.Definition;
        var tag = application.Wanted.Tag!;
        var tasks = new List<SyncTask>();
        if (definition.UploadsAssets)
        {
            tasks.Add(JobTask(definition, "PreSync", PodTasks.Assets));
        }

        // An application without a database has no such Job, unless somebody wants to see one fail.
        if (definition.Migrates || cluster.Faults.Has(Misbehaviour.FailingMigration, definition.File, tag, cluster.Environment))
        {
            tasks.Add(JobTask(definition, "Sync", PodTasks.Migration));
        }

        tasks.Add(new SyncTask { Kind = ResourceKinds.Services, Name = definition.Deployment, SyncPhase = "Sync" });
        tasks.Add(new SyncTask { Kind = ResourceKinds.Deployments, Name = definition.Deployment, SyncPhase = "Sync" });
        return new SyncOperation
        {
            Tag = tag,
            Revision = application.Revision,
            StartedAt = cluster.Now,
            Tasks = tasks,
            Message = "waiting for the sync to start",
        };
    }

    /// <summary>Goes as far as it can without waiting.</summary>
    /// <returns>True when something changed that the Application should show before going on.</returns>
    public bool Advance(ArgoDefinition definition, SyncOperation operation)
    {
        var task = operation.Tasks.FirstOrDefault(task => task.Status.Length == 0);
        if (task is null)
        {
            Finish(operation, "Succeeded", "successfully synced (all tasks run)");
            return true;
        }

        if (task.Job is null)
        {
            Apply(definition, task, operation.Tag);
            return operation.Tasks[^1] != task; // The last one shows together with the end.
        }

        if (!task.Started)
        {
            StartJob(definition, operation, task);
            return true;
        }

        return FollowJob(definition, operation, task);
    }

    private void StartJob(ArgoDefinition definition, SyncOperation operation, SyncTask task)
    {
        cluster.Store.Delete(ResourceKinds.Jobs, task.Name.Namespace, task.Name.Name);
        cluster.Store.Create(ResourceKinds.Jobs, Manifests.Job(definition, task, operation.Tag));
        task.Started = true;
        task.HookPhase = "Running";
        task.Message = "job is running";
        operation.Message = $"waiting for completion of hook batch/Job/{task.Name.Name}";
    }

    private bool FollowJob(ArgoDefinition definition, SyncOperation operation, SyncTask task)
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
                Finish(operation, "Failed", $"one or more synchronization tasks completed unsuccessfully, reason: Job {task.Name.Name} failed: {JobStatus.MessageOf(job!)}");
                return true;
            case null:
                Finish(operation, "Failed", $"one or more synchronization tasks completed unsuccessfully, reason: Job {task.Name.Name} of {definition.Name} was deleted while it ran");
                task.HookPhase = "Failed";
                task.Status = "SyncFailed";
                return true;
            default:
                return false;
        }
    }

    private void Apply(ArgoDefinition definition, SyncTask task, string tag)
    {
        var manifest = task.Kind == ResourceKinds.Deployments ? Manifests.Deployment(definition, tag, cluster) : Manifests.Service(definition);
        task.Started = true;
        task.Status = "Synced";
        if (cluster.Store.Find(task.Kind, task.Name.Namespace, task.Name.Name) is null)
        {
            cluster.Store.Create(task.Kind, manifest);
            task.Message = $"{task.Kind.Singular}{(task.Kind.Group.Length > 0 ? "." + task.Kind.Group : "")}/{task.Name.Name} created";
        }
        else
        {
            cluster.Store.Update(task.Kind, task.Name.Namespace, task.Name.Name, content =>
            {
                content["spec"] = manifest["spec"]!.DeepClone();
                return content;
            });
            task.Message = $"{task.Kind.Singular}{(task.Kind.Group.Length > 0 ? "." + task.Kind.Group : "")}/{task.Name.Name} configured";
        }

    }

    private void Finish(SyncOperation operation, string phase, string message)
    {
        operation.Phase = phase;
        operation.Message = message;
        operation.FinishedAt = cluster.Now;
    }

    private static SyncTask JobTask(ArgoDefinition definition, string phase, string job) => new()
    {
        Kind = ResourceKinds.Jobs,
        Name = new ObjectName(definition.Namespace, $"{definition.Name}-{job}"),
        SyncPhase = phase,
        Job = job,
    };
}
