using System.Text.Json.Nodes;
using Release.Sandbox.ArgoCd;
using Release.Sandbox.Controllers;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;
using Release.Sandbox.Workflows;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.Clusters;

/// <summary>One cluster: controller manager, nodes and Argo CD, driven by a single loop.</summary>
internal sealed class Cluster
{
    private readonly ClusterContext _context;
    private readonly ControllerManager _controllers;
    private readonly ApplicationController _applications;
    private readonly WorkloadsWithoutArgoCd? _plain;
    private readonly Kubelet _kubelet;
    private readonly AppOfApps _appOfApps;
    private bool _refresh;

    public Cluster(ClusterContext context, PodLogs logs, SmokeTestPods smokeTests, Action<PostSyncEvent> notify, ILogger logger)
    {
        _context = context;
        _controllers = new ControllerManager(context.Plane, context.Environment, logger);
        _kubelet = new Kubelet(context, logs, smokeTests);
        var workloads = new WorkloadRestore(context, _kubelet);
        _plain = context.Options.WithoutArgoCd.Contains(context.Environment, StringComparer.Ordinal) ? new WorkloadsWithoutArgoCd(context, workloads) : null;
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

    /// <summary>Reads the changes that clients made and queues the objects they concern.</summary>
    /// <returns>True when a client asked Argo CD to refresh.</returns>
    public bool Ingest()
    {
        _controllers.Observe();
        var refresh = _refresh;
        _refresh = false;
        return refresh;
    }

    /// <summary>Queues everything that a change of the faults may concern.</summary>
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

    /// <summary>Has Argo CD process a commit.</summary>
    public void Apply(ConfigSnapshot snapshot)
    {
        if (_plain is not null)
        {
            return; // Without Argo CD nothing reads git.
        }

        var changed = _applications.Apply(snapshot);
        _appOfApps.Write(snapshot.Revision, changed);
    }

    public void Drain() => _controllers.Drain();

    /// <summary>The state to save; null when it has not changed since the last call.</summary>
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

    private void Note(StoreChange change, IndexedObject? entry)
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
            // Argo CD deletes the Application's resources; app-config then creates the Application again.
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

/// <summary>The saved state of one cluster, in <c>clusters/&lt;environment&gt;.json</c>.</summary>
/// <param name="ResourceVersion">The highest version when it was saved; the next start begins well above it, so that watches from before get 410.</param>
internal sealed record ClusterState(long ResourceVersion, IReadOnlyList<ApplicationState> Applications);
