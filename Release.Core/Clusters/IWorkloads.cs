using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Failures;

namespace Release.Core.Clusters;

/// <summary>Reads what runs in a cluster from Kubernetes. Failures throw <see cref="OutsideException"/>.</summary>
public interface IWorkloads
{
    /// <summary>The Deployments and pods of one application, by the label rules of contracts §8.</summary>
    Task<WorkloadState> FindAsync(Cell cell, CancellationToken cancellationToken);

    /// <summary>The last lines of a pod's log, or, with <paramref name="previous"/>, of its previous container, which crashed.</summary>
    Task<string> PodLogAsync(EnvironmentName environment, string @namespace, string pod, bool previous, int lines, CancellationToken cancellationToken);

    /// <summary>The last lines of the logs of a Job's pods; empty when they are gone.</summary>
    Task<string> JobLogAsync(EnvironmentName environment, string @namespace, string job, int lines, CancellationToken cancellationToken);

    /// <summary>Why the newest pod of a Job does not run or failed; null when nothing is wrong or there is none.</summary>
    Task<PodProblem?> JobProblemAsync(EnvironmentName environment, string @namespace, string job, CancellationToken cancellationToken);
}

/// <summary>What runs of one application in one environment.</summary>
public sealed record WorkloadState(IReadOnlyList<RolloutStatus> Rollouts, IReadOnlyList<PodStatus> Pods)
{
    /// <summary>The distinct tags of ready pods; more than one means "Currently deploying".</summary>
    public IReadOnlyList<ImageTag> RunningVersions =>
        [.. Pods.Where(pod => pod is { Ready: true, Tag: not null }).Select(pod => pod.Tag!).Distinct()];
}

/// <summary>A Kubernetes Deployment's rollout, with the fields of contracts §8.</summary>
/// <param name="Tag">The tag its template asks for.</param>
/// <param name="Observed">Whether the controller has seen the newest spec (<c>observedGeneration</c> ≥ <c>generation</c>).</param>
/// <param name="DeadlineExceeded">The message of condition Progressing with reason ProgressDeadlineExceeded; null otherwise.</param>
public sealed record RolloutStatus(
    string Name,
    string Namespace,
    ImageTag? Tag,
    bool Observed,
    int Wanted,
    int Updated,
    int Ready,
    int Available,
    int Unavailable,
    string? DeadlineExceeded)
{
    public bool IsComplete => Observed && Updated >= Wanted && Available >= Wanted && Unavailable == 0;
}

/// <summary>A pod and what is wrong with it.</summary>
/// <param name="Tag">The tag of its first container's image.</param>
/// <param name="Ready">Condition Ready.</param>
/// <param name="Problem">Null when nothing is wrong.</param>
public sealed record PodStatus(string Name, string Namespace, ImageTag? Tag, bool Ready, PodProblem? Problem);

/// <summary>Why a pod does not run.</summary>
/// <param name="Reason">Kubernetes' word: ImagePullBackOff, CrashLoopBackOff, OOMKilled, Unschedulable, Unhealthy …</param>
/// <param name="Message">A sentence with the message of the event or the container.</param>
/// <param name="IsFatal">Waiting longer will not fix it (a crash loop, a missing image).</param>
/// <param name="HasPreviousLog">The container has ended at least once, so its last log is under <c>previous</c>.</param>
public sealed record PodProblem(string Reason, string Message, bool IsFatal, bool HasPreviousLog);
