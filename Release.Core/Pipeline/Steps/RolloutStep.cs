using Release.Core.Deployments;
using Release.Core.Ports;

namespace Release.Core.Pipeline.Steps;

/// <summary>
/// Waits until every ready pod runs the wanted version and Argo CD has found it healthy since the sync. A pod that cannot
/// start, or a rollout past its deadline, fails the step with the reason in words and the log or event that shows it.
/// </summary>
public sealed class RolloutStep(ISyncController syncController, IWorkloads workloads) : IDeploymentStep
{
    private const int LogLines = 60;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    public StepName Name => StepName.Rollout;

    /// <summary>Above Kubernetes' own default progress deadline (10 minutes), which says more when it ends.</summary>
    public StepPolicy Policy { get; } = new(TimeSpan.FromMinutes(30), int.MaxValue, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30));

    public async Task<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var applications = await syncController.FindAsync(context.Cell, cancellationToken);
        if (applications.FirstOrDefault(application => application.ImageTag != context.Version) is { } moved)
        {
            return new StepResult.Waiting(
                context.Now + LookAgain, $"{moved.By} wants {moved.ImageTag?.Value ?? "no version"} for {moved.Name} now: the configuration repository was changed by somebody else");
        }

        var workload = await workloads.FindAsync(context.Cell, cancellationToken);
        if (Landing.NotRolledOut(applications, workload, context.Version) is not { } why)
        {
            var (ready, total) = Landing.Progress(workload, context.Version);
            return new StepResult.Succeeded($"{ready} of {total} pods run {context.Version}");
        }

        var troubled = workload.Pods.Where(pod => pod.Tag == context.Version && pod.Problem is not null).ToArray();
        if (Array.Find(troubled, pod => pod.Problem!.IsFatal) is { } broken)
        {
            return await FailedAsync(context, broken, broken.Problem!.Message, cancellationToken);
        }

        if (workload.Rollouts.FirstOrDefault(rollout => rollout.Tag == context.Version && rollout.DeadlineExceeded is not null) is { } late)
        {
            var cause = troubled.Length > 0 ? $" {troubled[0].Problem!.Message}" : "";
            return await FailedAsync(context, troubled.FirstOrDefault(), $"{late.DeadlineExceeded}{cause}", cancellationToken, FailureKind.Timeout);
        }

        var (done, wanted) = Landing.Progress(workload, context.Version);
        var trouble = troubled.Length > 0 ? $"; {troubled[0].Name}: {troubled[0].Problem!.Message}" : "";
        return new StepResult.Waiting(context.Now + LookAgain, why + trouble, done, wanted);
    }

    private async Task<StepResult> FailedAsync(
        StepContext context, PodStatus? pod, string why, CancellationToken cancellationToken, FailureKind kind = FailureKind.Application)
    {
        if (pod?.Problem is not { } problem)
        {
            return new StepResult.Failed(why, kind);
        }

        var isImage = problem.Reason.Contains("Image", StringComparison.Ordinal);
        var log = isImage
            ? ""
            : await workloads.PodLogAsync(context.Cell.Environment, pod.Namespace, pod.Name, problem.HasPreviousLog, LogLines, cancellationToken);
        return new StepResult.Failed($"Pod {pod.Name}: {why}", isImage ? FailureKind.NotFound : kind)
        {
            // A container that never crashed says nothing wrong in its log; then Kubernetes' event is the line that shows it.
            Output = StepOutput.OfFailure($"Pod {pod.Name}", problem.HasPreviousLog ? log : $"{log.TrimEnd()}\n{problem.Reason}: {problem.Message}".TrimStart()),
        };
    }
}
