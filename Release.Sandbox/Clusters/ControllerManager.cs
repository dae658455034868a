using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.Clusters;

/// <summary>
/// kube-controller-manager: Deployments, ReplicaSets, Jobs, namespaces and the garbage collector, driven by what changes in the store.
/// Everything runs in one loop, so the controllers need no locks.
/// </summary>
internal sealed class ControllerManager
{
    private readonly ControlPlane _plane;
    private readonly ILogger _logger;
    private readonly string _cluster;
    private readonly Dictionary<WorkKind, Func<ObjectName, DateTimeOffset?>> _controllers;
    private long _seen;

    public ControllerManager(ControlPlane plane, string cluster, ILogger logger)
    {
        _plane = plane;
        _cluster = cluster;
        _logger = logger;
        _controllers = new()
        {
            [WorkKind.Deployment] = new DeploymentController(plane).Reconcile,
            [WorkKind.ReplicaSet] = new ReplicaSetController(plane).Reconcile,
            [WorkKind.Job] = new JobController(plane).Reconcile,
            [WorkKind.Namespace] = new NamespaceController(plane).Reconcile,
            [WorkKind.Garbage] = new GarbageCollector(plane).Reconcile,
        };
    }

    /// <summary>Raised for every change, after the index was updated.</summary>
    public event Action<StoreChange, IndexedObject?>? Changed;

    /// <summary>Raised after everything was read again because more changes happened than the history holds.</summary>
    public event Action? Overrun;

    /// <param name="reconcile">Returns when to reconcile again without a change; null for not at all.</param>
    public void Add(WorkKind kind, Func<ObjectName, DateTimeOffset?> reconcile) => _controllers.Add(kind, reconcile);

    /// <summary>Reads the changes since the last call and queues the objects they concern.</summary>
    public void Observe()
    {
        _plane.TakePosted();
        if (_seen == _plane.Store.Version)
        {
            return;
        }

        IReadOnlyList<StoreChange> changes;
        try
        {
            changes = _plane.Store.ReadSince(_seen);
        }
        catch (KubernetesError error) when (error.Code == 410)
        {
            ReadAll();
            return;
        }

        foreach (var change in changes)
        {
            _seen = change.Object.Version;
            Note(change);
        }
    }

    /// <summary>Reconciles everything that is due. A failed object is retried later and does not stop the others.</summary>
    public void Drain()
    {
        Observe();
        while (_plane.Queue.TryTake(_plane.Now, out var key))
        {
            DateTimeOffset? next;
            try
            {
                next = _controllers.TryGetValue(key.Kind, out var reconcile) ? reconcile(key.Name) : null;
            }
            catch (Exception exception)
            {
                Log.ReconcileFailed(_logger, exception, key.Kind, key.Name, _cluster);
                next = _plane.Now + TimeSpan.FromSeconds(5);
            }

            if (next is { } due)
            {
                _plane.Queue.Add(key, due);
            }

            Observe();
        }
    }

    private void ReadAll()
    {
        _plane.Index.Clear();
        _seen = _plane.Store.Version;
        foreach (var kind in ResourceKinds.All.Where(kind => kind != ResourceKinds.Events))
        {
            foreach (var item in _plane.Store.List(kind, null).Items)
            {
                Note(new StoreChange(StoreChange.Added, item, null, External: true));
            }
        }

        Overrun?.Invoke();
    }

    private void Note(StoreChange change)
    {
        var item = change.Object;
        var entry = _plane.Index.Note(change);
        NoteDeletion(change, entry);
        if (WorkOf(item.Kind) is { } work && _controllers.ContainsKey(work))
        {
            _plane.Requeue(work, item.Name);
        }

        if (entry?.Controller is { } controller && OwnerWork(controller.Kind) is { } ownerWork)
        {
            _plane.Requeue(ownerWork, new ObjectName(item.Name.Namespace, controller.Name));
        }

        Changed?.Invoke(change, entry);
    }

    /// <summary>Garbage is deleted first, so that names are free for replacements.</summary>
    private void NoteDeletion(StoreChange change, IndexedObject? entry)
    {
        var item = change.Object;
        if (change.Type == StoreChange.Deleted)
        {
            if (entry is not null && _plane.Index.Dependents(entry.Uid).Count > 0)
            {
                _plane.Requeue(WorkKind.Garbage, new ObjectName("", entry.Uid));
            }
        }
        else if (item.Kind != ResourceKinds.Events && item.Json.Span.IndexOf("\"deletionTimestamp\""u8) >= 0)
        {
            GarbageCollector.Note(_plane, item);
        }
    }

    private static WorkKind? WorkOf(ResourceKind kind) => kind.Plural switch
    {
        "deployments" => WorkKind.Deployment,
        "replicasets" => WorkKind.ReplicaSet,
        "jobs" => WorkKind.Job,
        "pods" => WorkKind.Pod,
        "namespaces" => WorkKind.Namespace,
        "workflows" => WorkKind.Workflow,
        _ => null,
    };

    private static WorkKind? OwnerWork(string kind) => kind switch
    {
        "Deployment" => WorkKind.Deployment,
        "ReplicaSet" => WorkKind.ReplicaSet,
        "Job" => WorkKind.Job,
        "Workflow" => WorkKind.Workflow,
        _ => null,
    };
}
