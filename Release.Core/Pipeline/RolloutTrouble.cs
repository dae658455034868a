using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Failures;

namespace Release.Core.Pipeline;

/// <summary>Why a rollout does not complete. A pure rule over the state in Kubernetes.</summary>
/// <param name="Why">A sentence, with the pod's name if there is one.</param>
/// <param name="Pod">The pod with the problem; null when there is none.</param>
/// <param name="IsFatal">Waiting longer will not fix it.</param>
public sealed record RolloutTrouble(string Why, FailureKind Kind, PodStatus? Pod, bool IsFatal)
{
    /// <summary>
    /// The most serious problem: a pod that cannot start, then a rollout past its deadline, then a pod with a temporary problem.
    /// Only pods of the wanted version count.
    /// </summary>
    public static RolloutTrouble? Of(WorkloadState workload, ImageTag wanted)
    {
        var troubled = workload.Pods.Where(pod => pod.Tag == wanted && pod.Problem is not null).ToArray();
        if (Array.Find(troubled, pod => pod.Problem!.IsFatal) is { } broken)
        {
            return new RolloutTrouble(Describe(broken), IsOfImage(broken) ? FailureKind.NotFound : FailureKind.Application, broken, IsFatal: true);
        }

        // Before the controller has seen the newest spec, the condition belongs to the previous version.
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

/// <summary>Turns a problem of a rollout into a failure with evidence: the pod's last log lines, or Kubernetes' own message if there are none.</summary>
internal static class RolloutEvidence
{
    private const int LogLines = 60;

    /// <summary>
    /// After a resumption the pods of the failed attempt may still exist. Kubernetes restarts a crashed container within five
    /// minutes; only then is it known whether the problem is fixed.
    /// </summary>
    private static readonly TimeSpan SecondChance = TimeSpan.FromMinutes(5);

    public static bool IsFinal(RolloutTrouble trouble, StepContext context) =>
        trouble.IsFatal && (context.Resumptions == 0 || context.Now - context.StepStartedAt - context.OutsideTime > SecondChance);

    public static async Task<StepResult> FailedAsync(IWorkloads workloads, Cell cell, RolloutTrouble trouble, CancellationToken cancellationToken) =>
        new StepResult.Failed(trouble.Why, trouble.Kind) { Output = await OutputAsync(workloads, cell, trouble, cancellationToken) };

    /// <summary>Null when no pod has the problem.</summary>
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

        // The log of a container that never crashed shows no error, so Kubernetes' message is the failing line.
        return problem.HasPreviousLog ? StepOutput.OfFailure(title, log) : new StepOutput(title, $"{log}\n{words}", log.Count(letter => letter == '\n') + 1);
    }

    private static async Task<string> LogAsync(IWorkloads workloads, Cell cell, PodStatus pod, PodProblem problem, CancellationToken cancellationToken)
    {
        if (problem.Reason.Contains("Image", StringComparison.Ordinal) || problem.Reason == "Unschedulable")
        {
            // The container never ran, so there is no log.
            return "";
        }

        try
        {
            return (await workloads.PodLogAsync(cell.Environment, pod.Namespace, pod.Name, problem.HasPreviousLog, LogLines, cancellationToken)).TrimEnd();
        }
        catch (OutsideException exception)
        {
            // The cause is known without the log.
            return $"The log could not be read. {exception.Message}";
        }
    }
}
