using System.Text.Json.Nodes;
using Release.Sandbox.ArgoCd;
using Release.Sandbox.Controllers;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;
using Release.Sandbox.Workflows;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.Clusters;

/// <summary>One cluster with all that makes it go: the controller manager, nodes and Argo CD, driven by a single loop.</summary>
internal sealed class Cluster
{
    private readonly ClusterContext _context;
    private readonly ControllerManager _controllers;
    private readonly ApplicationController _applications;
    private readonly PlainWorkloads? _plain;
    private readonly Kubelet _kubelet;
    private readonly AppOfApps _appOfApps;
    private bool _refresh;

    public Cluster(ClusterContext context, PodLogs logs, SmokeTestPods smokeTests, Action<PostSyncEvent> notify, ILogger logger)
    {
        _context = context;
        _controllers = new ControllerManager(context.Plane, context.Environment, logger);
        _kubelet = new Kubelet(context, logs, smokeTests);
        var workloads = new WorkloadRestore(context, _kubelet);
        _plain = context.Options.WithoutArgoCd.Contains(context.Environment, StringComparer.Ordinal) ? new PlainWorkloads(context, workloads) : null;
        _applications = new ApplicationController(context, workloads, notify);
        _appOfApps = new AppOfApps(context);
        _controllers.Add(WorkKind.Pod, _kubelet.Reconcile);
        _controllers.Add(WorkKind.Application, _applications.Reconcile);
        _controllers.Add(WorkKind.Workflow, new WorkflowController(context.Plane).Reconcile);
        _controllers.Changed += Note;
        _controllers.Overrun += () => _refresh = true;
    }

    public string Environment => _context.Environment;

    public DateTimeOffset? NextDue => _context.Plane.Queue.Next;

    /// <summary>Completes when the store changes; take it before <see cref="Ingest"/>.</summary>
    public Task NextChange => Task.WhenAny(_context.Store.NextChange, _context.Plane.Woken);

    public void Restore(ConfigSnapshot snapshot, ClusterState? saved)
    {
        foreach (var name in ArgoNames.ClusterNamespaces)
        {
            _context.Store.Create(ResourceKinds.Namespaces, new() { ["metadata"] = new JsonObject { ["name"] = name }, ["status"] = new JsonObject { ["phase"] = "Active" } });
        }

        NodeDocument.Install(_context.Plane);
        WorkflowTemplates.Install(_context.Store, ArgoNames.ApplicationNamespaces);
        var states = saved?.Applications.ToDictionary(application => application.Name, StringComparer.Ordinal);
        if (_plain is not null)
        {
            _plain.Restore(snapshot, states);
        }
        else
        {
            _applications.Restore(snapshot, states);
            _appOfApps.Write(snapshot.Revision, []);
        }

        _controllers.Drain();
        _refresh = false;
    }

    /// <summary>Takes note of what clients changed.</summary>
    /// <returns>True when one of them asked Argo CD to look at git.</returns>
    public bool Ingest()
    {
        _controllers.Observe();
        var refresh = _refresh;
        _refresh = false;
        return refresh;
    }

    /// <summary>After faults were set or cleared: everything that they may concern gets a turn.</summary>
    public void RequeueUnsettled()
    {
        foreach (var application in _applications.Applications.Where(application => !application.IsSettled))
        {
            _context.Requeue(WorkKind.Application, application.ObjectName);
        }

        foreach (var pod in _kubelet.Unsettled)
        {
            _context.Requeue(WorkKind.Pod, pod);
        }
    }

    /// <summary>What Argo CD does with a commit.</summary>
    public void Apply(ConfigSnapshot snapshot)
    {
        if (_plain is not null)
        {
            return; // Nobody there looks at git.
        }

        var changed = _applications.Apply(snapshot);
        _appOfApps.Write(snapshot.Revision, changed);
    }

    public void Drain() => _controllers.Drain();

    /// <summary>Null when nothing that must survive has changed since the last call.</summary>
    public ClusterState? TakeState()
    {
        if (_plain is { Dirty: true })
        {
            _plain.Dirty = false;
            return new ClusterState(_context.Store.Version, [.. _plain.States]);
        }

        if (!_applications.Dirty)
        {
            return null;
        }

        _applications.Dirty = false;
        return new ClusterState(_context.Store.Version, [.. _applications.Applications.Select(ApplicationState.Of)]);
    }

    private void Note(StoreChange change, IndexEntry? entry)
    {
        var item = change.Object;
        switch (item.Kind.Plural)
        {
            case "deployments" when _plain is not null:
                _plain.Note(item);
                break;
            case "deployments" or "jobs" when item.Labels.TryGetValue("app.kubernetes.io/instance", out var instance):
                _context.Requeue(WorkKind.Application, new ObjectName(ArgoNames.Namespace, instance));
                break;
            case "applications" when change.External && _plain is null:
                NoteApplication(item);
                break;
        }
    }

    private void NoteApplication(StoredObject item)
    {
        var metadata = item.Read()["metadata"]!;
        if (metadata["deletionTimestamp"] is not null && item.Name != ArgoNames.AppOfAppsName)
        {
            // Argo CD deletes what belongs to it, and app-config then makes it anew.
            _applications.Delete(item.Name.Name);
            _refresh = true;
            return;
        }

        var refresh = metadata["annotations"]?[ArgoNames.Refresh].Text().Length > 0;
        if (_applications.Find(item.Name.Name) is { } application && item.Name.Namespace == ArgoNames.Namespace)
        {
            application.RefreshRequested |= refresh;
            _context.Requeue(WorkKind.Application, item.Name);
        }

        _refresh |= refresh;
    }
}

/// <summary>What survives a restart of one cluster, in <c>clusters/&lt;environment&gt;.json</c>.</summary>
/// <param name="ResourceVersion">The highest at the time of writing; the next start begins well above it, so that old watches learn they are too old.</param>
internal sealed record ClusterState(long ResourceVersion, IReadOnlyList<ApplicationState> Applications);
