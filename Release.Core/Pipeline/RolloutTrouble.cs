using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Failures;

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
            return new RolloutTrouble(Describe(broken), IsOfImage(broken) ? FailureKind.NotFound : FailureKind.Application, broken, IsFatal: true);
        }

        // Before the controller has seen the newest spec, the condition is the version before's.
        if (workload.Rollouts.FirstOrDefault(rollout => rollout is { Observed: true, DeadlineExceeded: not null } && rollout.Tag == wanted) is { } late)
        {
            var cause = troubled.Length > 0 ? $" {Describe(troubled[0])}" : "";
            return new RolloutTrouble($"{late.DeadlineExceeded}{cause}", FailureKind.Timeout, troubled.FirstOrDefault(), IsFatal: true);
        }

        return troubled.Length > 0 ? new RolloutTrouble(Describe(troubled[0]), FailureKind.Application, troubled[0], IsFatal: false) : null;
    }

    private static string Describe(PodStatus pod) => $"Pod {pod.Name}: {pod.Problem!.Message}";

    private static bool IsOfImage(PodStatus pod) => pod.Problem!.Reason.Contains("Image", StringComparison.Ordinal);
}

/// <summary>Makes a failure of what is wrong with a rollout: with the pod's last log lines, or Kubernetes' own words where there are none.</summary>
internal static class RolloutEvidence
{
    private const int LogLines = 60;

    /// <summary>
    /// After a resumption the pods of the failed try may still be there: Kubernetes starts a crashed container again within
    /// five minutes, and only then is it known whether it is mended.
    /// </summary>
    private static readonly TimeSpan SecondChance = TimeSpan.FromMinutes(5);

    public static bool IsFinal(RolloutTrouble trouble, StepContext context) =>
        trouble.IsFatal && (context.Resumptions == 0 || context.Now - context.StepStartedAt - context.OutsideTime > SecondChance);

    public static async Task<StepResult> FailedAsync(IWorkloads workloads, Cell cell, RolloutTrouble trouble, CancellationToken cancellationToken) =>
        new StepResult.Failed(trouble.Why, trouble.Kind) { Output = await OutputAsync(workloads, cell, trouble, cancellationToken) };

    /// <summary>Null where no pod shows it.</summary>
    public static async Task<StepOutput?> OutputAsync(IWorkloads workloads, Cell cell, RolloutTrouble trouble, CancellationToken cancellationToken)
    {
        if (trouble.Pod is not { Problem: { } problem } pod)
        {
            return null;
        }

        var title = $"Pod {pod.Name}";
        var words = $"{problem.Reason}: {problem.Message}";
        var log = await LogAsync(workloads, cell, pod, problem, cancellationToken);
        if (log.Length == 0)
        {
            return new StepOutput(title, words, 0);
        }

        // A container that never crashed says nothing wrong in its log; then Kubernetes' event is the line that shows it.
        return problem.HasPreviousLog ? StepOutput.OfFailure(title, log) : new StepOutput(title, $"{log}\n{words}", log.Count(letter => letter == '\n') + 1);
    }

    private static async Task<string> LogAsync(IWorkloads workloads, Cell cell, PodStatus pod, PodProblem problem, CancellationToken cancellationToken)
    {
        if (problem.Reason.Contains("Image", StringComparison.Ordinal) || problem.Reason == "Unschedulable")
        {
            // It never ran.
            return "";
        }

        try
        {
            return (await workloads.PodLogAsync(cell.Environment, pod.Namespace, pod.Name, problem.HasPreviousLog, LogLines, cancellationToken)).TrimEnd();
        }
        catch (OutsideException exception)
        {
            // The cause is known without it.
            return $"The log could not be read. {exception.Message}";
        }
    }
}
