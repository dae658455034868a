using Release.Sandbox.ArgoCd;
using Release.Sandbox.Git;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.Clusters;

/// <summary>One cluster's controllers, driven by a single loop: nothing in them needs a lock.</summary>
internal sealed class Cluster
{
    private readonly ClusterContext _context;
    private readonly ApplicationController _applications;
    private readonly DeploymentController _deployments;
    private readonly JobController _jobs;
    private readonly AppOfApps _appOfApps;
    private readonly ILogger _logger;
    private long _seen;

    public Cluster(ClusterContext context, PodLogs logs, Action<PostSyncEvent> notify, ILogger logger)
    {
        _context = context;
        _logger = logger;
        _deployments = new DeploymentController(context, logs);
        _jobs = new JobController(context, logs);
        _applications = new ApplicationController(context, _deployments, _jobs, notify);
        _appOfApps = new AppOfApps(context);
    }

    public string Environment => _context.Environment;

    public DateTimeOffset? NextDue => _context.Queue.Next;

    /// <summary>Completes when the store changes; take it before <see cref="Ingest"/>.</summary>
    public Task NextChange => _context.Store.NextChange;

    public void Restore(ConfigSnapshot snapshot, ClusterState? saved)
    {
        foreach (var name in ArgoNames.ClusterNamespaces)
        {
            _context.Store.Create(ResourceKinds.Namespaces, new() { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = name }, ["status"] = new System.Text.Json.Nodes.JsonObject { ["phase"] = "Active" } });
        }

        _applications.Restore(snapshot, saved?.Applications.ToDictionary(application => application.Name, StringComparer.Ordinal));
        _appOfApps.Write(snapshot.Revision, []);
        _seen = _context.Store.Version;
    }

    /// <summary>Takes note of what clients changed.</summary>
    /// <returns>True when one of them asked Argo CD to look at git.</returns>
    public bool Ingest()
    {
        IReadOnlyList<StoreChange> changes;
        try
        {
            changes = _context.Store.ReadSince(_seen);
        }
        catch (KubernetesError)
        {
            // More happened than the history holds: look at everything.
            _seen = _context.Store.Version;
            RequeueAll();
            return true;
        }

        var refresh = false;
        foreach (var change in changes)
        {
            _seen = change.Object.Version;
            refresh |= change.External && Note(change);
        }

        return refresh;
    }

    public void RequeueAll()
    {
        foreach (var application in _applications.Applications)
        {
            _context.Requeue(WorkKind.Application, application.Definition.ObjectName);
        }

        foreach (var deployment in _deployments.Names)
        {
            _context.Requeue(WorkKind.Deployment, deployment);
        }
    }

    /// <summary>What Argo CD does with a commit.</summary>
    public void Apply(ConfigSnapshot snapshot)
    {
        var changed = _applications.Apply(snapshot);
        _appOfApps.Write(snapshot.Revision, changed);
    }

    /// <summary>Does all that is due. An object whose turn fails gets another; the others go on.</summary>
    public void Drain()
    {
        while (_context.Queue.TryTake(_context.Now, out var key))
        {
            DateTimeOffset? next;
            try
            {
                next = Reconcile(key);
            }
            catch (Exception exception)
            {
                Log.ReconcileFailed(_logger, exception, key.Kind, key.Name, Environment);
                next = _context.Now + TimeSpan.FromSeconds(5);
            }

            if (next is { } due)
            {
                _context.Queue.Add(key, due);
            }
        }
    }

    /// <summary>Null when nothing that must survive has changed since the last call.</summary>
    public ClusterState? TakeState()
    {
        if (!_applications.Dirty)
        {
            return null;
        }

        _applications.Dirty = false;
        return new ClusterState(_context.Store.Version, [.. _applications.Applications.Select(ApplicationState.Of)]);
    }

    private DateTimeOffset? Reconcile(WorkKey key) => key.Kind switch
    {
        WorkKind.Application => _applications.Reconcile(key.Name),
        WorkKind.Deployment => _deployments.Reconcile(key.Name),
        _ => _jobs.Reconcile(key.Name),
    };

    private bool Note(StoreChange change)
    {
        var item = change.Object;
        switch (item.Kind.Plural)
        {
            case "deployments":
                _context.Requeue(WorkKind.Deployment, item.Name);
                NoteInstance(item);
                return false;
            case "pods" when change.Type == StoreChange.Deleted:
                var owner = item.Labels.GetValueOrDefault("app.kubernetes.io/instance", "");
                _context.Requeue(WorkKind.Deployment, new ObjectName(item.Name.Namespace, owner));
                return false;
            case "jobs":
                _context.Requeue(WorkKind.Job, item.Name);
                NoteInstance(item);
                return false;
            case "applications":
                return NoteApplication(item);
            default:
                return false;
        }
    }

    private void NoteInstance(StoredObject item)
    {
        if (item.Labels.TryGetValue("app.kubernetes.io/instance", out var instance))
        {
            _context.Requeue(WorkKind.Application, new ObjectName(ArgoNames.Namespace, instance));
        }
    }

    private bool NoteApplication(StoredObject item)
    {
        var refresh = ObjectMetadata.Text(item.Read()["metadata"]!["annotations"]?[ArgoNames.Refresh]).Length > 0;
        if (_applications.Find(item.Name.Name) is { } application && item.Name.Namespace == ArgoNames.Namespace)
        {
            application.RefreshRequested |= refresh;
            _context.Requeue(WorkKind.Application, item.Name);
        }

        return refresh;
    }
}
