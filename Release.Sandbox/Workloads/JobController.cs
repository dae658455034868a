using System.Text.Json.Nodes;
using Release.Sandbox.Clusters;
using Release.Sandbox.Faults;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>Runs Jobs to their end; pods and logs stay until the Job is deleted.</summary>
internal sealed class JobController(ClusterContext cluster, PodLogs logs)
{
    public const string MigrationTask = "db-migrate";
    public const string AssetsTask = "upload-assets";

    /// <summary>A Job is a short part of a rollout.</summary>
    private const double ShareOfRollout = 0.15;

    private readonly Dictionary<ObjectName, JobRuntime> _jobs = [];

    /// <returns>Null when there is no such Job.</returns>
    public JobOutcome? Outcome(ObjectName name) => _jobs.GetValueOrDefault(name)?.Outcome;

    /// <returns>When to look again without being asked; null for not at all.</returns>
    public DateTimeOffset? Reconcile(ObjectName name)
    {
        var stored = cluster.Store.Find(ResourceKinds.Jobs, name.Namespace, name.Name);
        if (stored is null)
        {
            Remove(name);
            return null;
        }

        if (!_jobs.TryGetValue(name, out var job))
        {
            job = Start(stored);
        }

        if (job.Outcome != JobOutcome.Running)
        {
            return null;
        }

        if (cluster.Now < job.DueAt)
        {
            return job.DueAt;
        }

        Finish(job);
        return null;
    }

    /// <summary>Before a hook runs again, what it left last time goes (Argo CD's BeforeHookCreation).</summary>
    public void Delete(ObjectName name)
    {
        cluster.Store.Delete(ResourceKinds.Jobs, name.Namespace, name.Name);
        Remove(name);
    }

    private JobRuntime Start(StoredObject stored)
    {
        var content = stored.Read();
        var container = content["spec"]?["template"]?["spec"]?["containers"]?[0];
        var metadata = content["metadata"]!;
        var job = new JobRuntime
        {
            Name = stored.Name,
            Uid = ObjectMetadata.Text(metadata["uid"]),
            Container = ObjectMetadata.Text(container?["name"]) is { Length: > 0 } name ? name : "app",
            Image = ObjectMetadata.Text(container?["image"]),
            Task = stored.Labels.GetValueOrDefault("app.kubernetes.io/component", ""),
            Instance = stored.Labels.GetValueOrDefault("app.kubernetes.io/instance", ""),
            Application = ObjectMetadata.Text(metadata["annotations"]?[DeploymentRuntime.ApplicationAnnotation]),
            Pod = new ObjectName(stored.Name.Namespace, $"{stored.Name.Name}-{PodNames.Suffix(5)}"),
            StartedAt = cluster.Now,
            DueAt = cluster.Now + TimeSpan.FromSeconds(Math.Max(0, cluster.Options.RolloutSeconds) * ShareOfRollout),
        };
        _jobs[job.Name] = job;
        cluster.Store.Create(ResourceKinds.Pods, JobDocument.Pod(job, stored.Labels));
        logs.Start(job.Pod, cluster.Now, job.Task switch
        {
            MigrationTask => LogTexts.Migrating(),
            AssetsTask => LogTexts.Uploading(job.Application),
            _ => [$"Running {job.Name.Name}"],
        });
        cluster.Events.Normal(ResourceKinds.Jobs, job.Name, job.Uid, "job-controller", "SuccessfulCreate", $"Created pod: {job.Pod.Name}");
        Write(job);
        return job;
    }

    private void Finish(JobRuntime job)
    {
        var fails = job.Task == MigrationTask && cluster.Faults.Has(Misbehaviour.FailingMigration, job.Application, Images.TagOf(job.Image), cluster.Environment);
        job.Outcome = fails ? JobOutcome.Failed : JobOutcome.Succeeded;
        job.FinishedAt = cluster.Now;
        logs.Append(job.Pod, cluster.Now, job.Task switch
        {
            MigrationTask when fails => LogTexts.MigrationFailing(),
            MigrationTask => LogTexts.Migrated(),
            _ => ["Done"],
        });
        if (fails)
        {
            cluster.Events.Warning(ResourceKinds.Jobs, job.Name, job.Uid, "job-controller", "BackoffLimitExceeded", JobDocument.BackoffLimitMessage);
        }
        else
        {
            cluster.Events.Normal(ResourceKinds.Jobs, job.Name, job.Uid, "job-controller", "Completed", "Job completed");
        }

        Write(job);
        if (job.Instance.Length > 0)
        {
            cluster.Requeue(WorkKind.Application, new ObjectName(ArgoCd.ArgoNames.Namespace, job.Instance));
        }
    }

    private void Write(JobRuntime job)
    {
        Replace(ResourceKinds.Pods, job.Pod, () => JobDocument.PodStatus(job));
        Replace(ResourceKinds.Jobs, job.Name, () => JobDocument.Status(job));
    }

    private void Replace(ResourceKind kind, ObjectName name, Func<JsonObject> status)
    {
        if (cluster.Store.Find(kind, name.Namespace, name.Name) is not null)
        {
            cluster.Store.Update(kind, name.Namespace, name.Name, content =>
            {
                content["status"] = status();
                return content;
            });
        }
    }

    private void Remove(ObjectName name)
    {
        if (_jobs.Remove(name, out var job))
        {
            cluster.Store.Delete(ResourceKinds.Pods, job.Pod.Namespace, job.Pod.Name);
            logs.Remove(job.Pod);
        }
    }
}
