using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Ports;

namespace Release.Core.Pipeline;

/// <summary>Why a rollout does not come to its end, as a pure rule over what Kubernetes says.</summary>
/// <param name="Why">In words, with the pod's name where there is one.</param>
/// <param name="Pod">The pod that shows it; null when none does.</param>
/// <param name="IsFatal">Waiting longer will not mend it.</param>
public sealed record RolloutTrouble(string Why, FailureKind Kind, PodStatus? Pod, bool IsFatal)
{
    /// <summary>
    /// The worst there is: a pod that will not start, a rollout past its deadline, a pod with a passing problem. Only the
    /// wanted version's pods count; those of the version before may be as broken as they like.
    /// </summary>
    public static RolloutTrouble? Of(WorkloadState workload, ImageTag wanted)
    {
        var troubled = workload.Pods.Where(pod => pod.Tag == wanted && pod.Problem is not null).ToArray();
        if (Array.Find(troubled, pod => pod.Problem!.IsFatal) is { } broken)
        {
            return new RolloutTrouble(Words(broken), IsOfImage(broken) ? FailureKind.NotFound : FailureKind.Application, broken, IsFatal: true);
        }

        // Before the controller has seen the newest spec, the condition is the version before's.
        if (workload.Rollouts.FirstOrDefault(rollout => rollout is { Observed: true, DeadlineExceeded: not null } && rollout.Tag == wanted) is { } late)
        {
            var cause = troubled.Length > 0 ? $" {Words(troubled[0])}" : "";
            return new RolloutTrouble($"{late.DeadlineExceeded}{cause}", FailureKind.Timeout, troubled.FirstOrDefault(), IsFatal: true);
        }

        return troubled.Length > 0 ? new RolloutTrouble(Words(troubled[0]), FailureKind.Application, troubled[0], IsFatal: false) : null;
    }

    private static string Words(PodStatus pod) => $"Pod {pod.Name}: {pod.Problem!.Message}";

    private static bool IsOfImage(PodStatus pod) => pod.Problem!.Reason.Contains("Image", StringComparison.Ordinal);
}
