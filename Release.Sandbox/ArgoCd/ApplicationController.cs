using Release.Sandbox.Controllers;
using Release.Sandbox.Faults;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.ArgoCd;

/// <summary>
/// Argo CD's controller for the applications. The order of what a watcher sees is that of the real one:
/// annotations change (app-config's sync), OutOfSync, operation Running, Synced and Succeeded with health Progressing, Healthy.
/// </summary>
internal sealed class ApplicationController(ClusterContext cluster, WorkloadRestore workloads, Action<PostSyncEvent> notify)
{
    private static readonly Misbehaviour[] HookFaults = [Misbehaviour.FailingPreSync, Misbehaviour.FailingMigration, Misbehaviour.FailingPostSync];

    private readonly Dictionary<string, ArgoApplication> _applications = new(StringComparer.Ordinal);
    private readonly SyncRunner _runner = new(cluster);
    private readonly ApplicationWriter _writer = new(cluster);
    private string _revision = "";
    private string _applied = "";

    public IReadOnlyCollection<ArgoApplication> Applications => _applications.Values;

    /// <summary>True when state that must be saved has changed since this was last set to false.</summary>
    public bool Dirty { get; set; }

    public ArgoApplication? Find(string name) => _applications.GetValueOrDefault(name);

    /// <summary>Restores what was rolled out before the restart; on the first start, deploys everything as it is in git.</summary>
    public void Restore(ConfigSnapshot snapshot, IReadOnlyDictionary<string, ApplicationState>? saved)
    {
        _revision = snapshot.Revision;
        foreach (var (definition, file) in Render(snapshot))
        {
            var state = saved is null
                ? new ApplicationState(definition.Name, file.Tag, snapshot.Revision, cluster.Now, cluster.Now, cluster.Now, snapshot.Revision)
                : saved.GetValueOrDefault(definition.Name);
            if (state?.RolledOutTag is { } tag)
            {
                Restore(definition, file with { Tag = tag }, state);
            }
        }

        Dirty = saved is null;
        _applied = saved is null ? snapshot.Revision : ""; // Everything was just created from this commit, so the first comparison finds nothing to do.
    }

    /// <summary>The sync of app-config: renders every Application from a commit.</summary>
    /// <returns>The Applications that changed.</returns>
    public IReadOnlyList<string> Apply(ConfigSnapshot snapshot)
    {
        if (snapshot.Revision == _applied)
        {
            return []; // This commit has been synced already; a failed sync is retried only when something else changes.
        }

        _revision = _applied = snapshot.Revision;
        var changed = new List<string>();
        var rendered = Render(snapshot).ToDictionary(pair => pair.Definition.Name, pair => pair, StringComparer.Ordinal);
        foreach (var name in _applications.Keys.Where(name => !rendered.ContainsKey(name)).ToList())
        {
            Prune(_applications[name]);
            changed.Add(name);
        }

        foreach (var (definition, file) in rendered.Values)
        {
            if (file.Error is not null && !_applications.ContainsKey(definition.Name))
            {
                continue;
            }

            if (!_applications.TryGetValue(definition.Name, out var application))
            {
                _applications[definition.Name] = application = new ArgoApplication(definition) { HealthSince = cluster.Now };
            }

            var isNew = application.Desired != file && file.Error is null;
            if (isNew)
            {
                application.Desired = file;
                changed.Add(definition.Name);
            }

            if (application.SetComparisonError(file.Error, cluster.Now) || isNew)
            {
                _writer.Write(application);
            }
        }

        foreach (var application in _applications.Values)
        {
            cluster.Requeue(WorkKind.Application, application.ObjectName);
        }

        return changed;
    }

    /// <summary>Handles a client's deletion: removes the resources, then the Application. The next read of git creates it again if its file still exists.</summary>
    public void Delete(string name)
    {
        if (_applications.TryGetValue(name, out var application))
        {
            Prune(application);
            _applied = "";
        }
    }

    /// <returns>Always null: changes of Jobs and Deployments queue the Application again.</returns>
    public DateTimeOffset? Reconcile(ObjectName name)
    {
        if (!_applications.TryGetValue(name.Name, out var application))
        {
            return null;
        }

        while (application.Operation is { IsRunning: true } running)
        {
            if (!Advance(application, running))
            {
                // Health is updated during the wait for a PostSync hook, so that clients see the new version become healthy.
                if (application.RefreshRequested || HasApplied(running))
                {
                    Compare(application);
                    application.RefreshRequested = false;
                }

                return null;
            }
        }

        Compare(application);
        if (MayStart(application))
        {
            application.RefreshRequested = false;
            application.Operation = _runner.Start(application);
            _writer.Write(application);
            cluster.Requeue(WorkKind.Application, name);
        }

        application.RefreshRequested = false;
        Settle(application);
        return null;
    }

    private bool Advance(ArgoApplication application, SyncOperation operation)
    {
        var before = operation.Tasks.Count(task => task.Status.Length > 0);
        var show = _runner.Advance(application.Definition, operation);
        if (operation.Phase == "Succeeded")
        {
            application.Remember(operation);
        }

        if (!operation.IsRunning || (show && HasApplied(operation)))
        {
            Compare(application);
        }
        else if (show)
        {
            _writer.Write(application);
        }

        return show || operation.Tasks.Count(task => task.Status.Length > 0) > before;
    }

    /// <summary>Whether all plain resources were applied, so that the live state may have changed.</summary>
    private static bool HasApplied(SyncOperation operation) => operation.Tasks.All(task => task is { Started: true } or { Job: not null });

    /// <summary>Compares the live state with the newest known commit.</summary>
    private void Compare(ArgoApplication application)
    {
        var live = DeploymentHealth.Find(cluster.Store, application.Definition.Deployment);
        application.SyncStatus = application.ComparisonError is not null ? "Unknown" : live is not null && Images.TagOf(live.Image) == application.Desired.Tag ? "Synced" : "OutOfSync";
        application.Revision = _revision;
        var health = live?.Status ?? "Missing";
        if (health != application.Health)
        {
            application.Health = health;
            application.HealthSince = cluster.Now;
        }

        _writer.Write(application);
    }

    /// <summary>
    /// Argo CD does not sync the same revision twice by itself; a refresh, or the end of the fault, makes it try again.
    /// A failed PostSync hook leaves the Application Synced and is retried in the same cases.
    /// </summary>
    private bool MayStart(ArgoApplication application)
    {
        if (application.Desired.Tag is not { } tag || application.ComparisonError is not null)
        {
            return false;
        }

        if (application.Operation is not { Phase: "Failed" } failed || failed.Tag != tag)
        {
            return application.SyncStatus != "Synced";
        }

        return (application.SyncStatus != "Synced" || application.Health != "Degraded")
            && (application.RefreshRequested || !HookFaults.Any(fault => cluster.Faults.Has(fault, application.Definition.File, tag, cluster.Environment)));
    }

    private void Settle(ArgoApplication application)
    {
        if (application is not { SyncStatus: "Synced", Health: "Healthy", Operation: { Phase: "Succeeded" } operation } || operation.Tag != application.Desired.Tag)
        {
            return;
        }

        if (application.RolledOutTag != operation.Tag)
        {
            application.RolledOutTag = operation.Tag;
            Dirty = true;
        }

        if (application.NotifiedRevision != operation.Revision)
        {
            application.NotifiedRevision = operation.Revision;
            Dirty = true;
            notify(PostSyncEvent.Of(application, operation));
        }
    }

    private void Restore(ApplicationDefinition definition, ImageTagFile file, ApplicationState state)
    {
        var application = new ArgoApplication(definition)
        {
            Desired = file,
            SyncStatus = "Synced",
            Revision = state.SyncedRevision ?? _revision,
            Health = "Healthy",
            HealthSince = state.HealthSince,
            RolledOutTag = state.RolledOutTag,
            NotifiedRevision = state.NotifiedRevision,
        };
        _applications[definition.Name] = application;
        var operation = _runner.Start(application);
        application.Operation = new SyncOperation
        {
            Tag = file.Tag!,
            Revision = state.SyncedRevision ?? _revision,
            StartedAt = state.SyncStartedAt ?? state.HealthSince,
            FinishedAt = state.SyncFinishedAt ?? state.HealthSince,
            Phase = "Succeeded",
            Message = "successfully synced (all tasks run)",
            Tasks = [.. operation.Tasks.Where(task => task.Job is null)],
        };
        application.Remember(application.Operation);
        cluster.Store.Create(ResourceKinds.Services, Manifests.Service(definition));
        workloads.Restore(Manifests.Deployment(definition, file.Tag!, cluster));
        foreach (var task in application.Operation.Tasks)
        {
            task.Started = true;
            task.Status = "Synced";
        }

        _writer.Write(application);
    }

    private void Prune(ArgoApplication application)
    {
        var definition = application.Definition;
        _applications.Remove(definition.Name);
        Dirty = true;
        foreach (var job in SyncRunner.HooksOf(definition))
        {
            cluster.Store.Delete(ResourceKinds.Jobs, job.Namespace, job.Name);
        }

        cluster.Store.Delete(ResourceKinds.Services, definition.Namespace, definition.Name);
        cluster.Store.Delete(ResourceKinds.Deployments, definition.Namespace, definition.Name);
        cluster.Store.Delete(ResourceKinds.Applications, ArgoNames.Namespace, definition.Name);
    }

    /// <summary>A file without a tag removes the Application; an unreadable file leaves the existing Application as it is.</summary>
    private IEnumerable<(ApplicationDefinition Definition, ImageTagFile File)> Render(ConfigSnapshot snapshot) =>
        from entry in snapshot.In(cluster.Environment)
        where entry.Value.Tag is not null || entry.Value.Error is not null
        from definition in ApplicationDefinition.Of(entry.Key)
        select (definition, entry.Value);
}
