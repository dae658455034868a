using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Core.Ports;

/// <summary>What runs in a cluster: Kubernetes. Trouble throws <see cref="OutsideException"/>.</summary>
public interface IWorkloads
{
    /// <summary>The Deployments and pods of one application, by the label rules of contracts §8.</summary>
    Task<WorkloadState> FindAsync(Cell cell, CancellationToken cancellationToken);

    /// <summary>The last lines of a pod's log; of the crashed container before, when <paramref name="previous"/>.</summary>
    Task<string> PodLogAsync(EnvironmentName environment, string @namespace, string pod, bool previous, int lines, CancellationToken cancellationToken);

    /// <summary>The last lines of the logs of a Job's pods; empty when they are gone.</summary>
    Task<string> JobLogAsync(EnvironmentName environment, string @namespace, string job, int lines, CancellationToken cancellationToken);

    /// <summary>Why the newest pod of a Job does not run or failed; null when nothing is wrong or there is none.</summary>
    Task<PodProblem?> JobProblemAsync(EnvironmentName environment, string @namespace, string job, CancellationToken cancellationToken);
}
