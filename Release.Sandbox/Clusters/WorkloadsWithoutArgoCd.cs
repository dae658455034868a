using Release.Sandbox.ArgoCd;
using Release.Sandbox.Controllers;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.Clusters;

/// <summary>
/// The applications of a cluster without Argo CD: Deployments created at the first start with the tags in git, which only
/// clients change afterwards. Changed images are kept over restarts.
/// </summary>
internal sealed class WorkloadsWithoutArgoCd(ClusterContext cluster, WorkloadRestore workloads)
{
    private readonly Dictionary<ObjectName, string> _tags = [];
    private readonly DateTimeOffset _since = cluster.Now;

    /// <summary>True when state that must be saved has changed since this was last set to false.</summary>
    public bool Dirty { get; set; }

    public IEnumerable<ApplicationState> States =>
        _tags.Select(entry => new ApplicationState(entry.Key.Name, entry.Value, null, null, null, _since, null));

    public void Restore(ConfigSnapshot snapshot, IReadOnlyDictionary<string, ApplicationState>? saved)
    {
        foreach (var (file, content) in snapshot.In(cluster.Environment))
        {
            foreach (var definition in ApplicationDefinition.Of(file))
            {
                if ((saved is null ? content.Tag : saved.GetValueOrDefault(definition.Name)?.RolledOutTag) is not { Length: > 0 } tag)
                {
                    continue;
                }

                _tags[definition.Deployment] = tag;
                cluster.Store.Create(ResourceKinds.Services, Manifests.Service(definition));
                workloads.Restore(Manifests.Deployment(definition, tag, cluster));
            }
        }

        Dirty = saved is null;
    }

    /// <summary>Remembers the image that a client set on a Deployment.</summary>
    public void Note(StoredObject deployment)
    {
        if (DeploymentHealth.Find(cluster.Store, deployment.Name) is { } live
            && _tags.TryGetValue(deployment.Name, out var tag) && Images.TagOf(live.Image) is { Length: > 0 } now && now != tag)
        {
            _tags[deployment.Name] = now;
            Dirty = true;
        }
    }
}
