using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Core.Pipeline;

/// <summary>
/// Reports the hooks and Jobs of a sync as sub-steps, with their logs. Hooks and their pods are deleted when they end, so
/// their logs are read and stored at every pass while they run.
/// </summary>
internal static class HookTasks
{
    private const int LogLines = 400;

    public static async Task<IReadOnlyList<StepTaskReport>> ReadAsync(
        IWorkloads workloads, StepContext context, IEnumerable<SyncOperation> operations, CancellationToken cancellationToken)
    {
        var reports = new List<StepTaskReport>();
        foreach (var operation in operations)
        {
            foreach (var resource in operation.Resources.Where(IsTask))
            {
                reports.Add(await ReadAsync(workloads, context, operation, resource, cancellationToken));
            }
        }

        return reports;
    }

    public static string NameOf(SyncedResource resource) => $"{KindOf(resource)} {resource.Kind} {resource.Name}";

    // A migration can be a Job of the chart without being a hook; Argo CD waits for it too.
    private static bool IsTask(SyncedResource resource) => resource.HookType is { Length: > 0 } || resource.Kind == "Job";

    private static string KindOf(SyncedResource resource) => resource.HookType is { Length: > 0 } hook ? hook : "Sync";

    private static async Task<StepTaskReport> ReadAsync(
        IWorkloads workloads, StepContext context, SyncOperation operation, SyncedResource resource, CancellationToken cancellationToken)
    {
        var report = new StepTaskReport(KindOf(resource), NameOf(resource), PhaseOf(operation, resource), resource.Message);
        var known = context.Tasks.FirstOrDefault(task => task.Kind == report.Kind && task.Name == report.Name);
        var isKept = known is { Log: not null } && known.Phase == report.Phase && known.Phase is StepTaskPhase.Succeeded or StepTaskPhase.Failed;
        if (isKept || report.Phase is StepTaskPhase.Pending)
        {
            return report with { FinishedAt = known?.FinishedAt };
        }

        var (now, problem) = await OutsideCalls.ClusterAsync(context.Cell, () => LogAsync(workloads, context.Cell, resource, cancellationToken));
        var log = now.Length > 0 ? now : known?.Log ?? "";
        var message = problem is null ? report.Message : report.Phase is StepTaskPhase.Failed ? $"{report.Message}: {problem.Message}" : problem.Message;
        if (log.Length == 0)
        {
            return report with { Message = message };
        }

        var failingLine = report.Phase is StepTaskPhase.Failed ? StepOutput.OfFailure(report.Name, log).FailingLine : null;
        return report with { Message = message, Log = log, FailingLine = failingLine };
    }

    private static async Task<(string Log, PodProblem? Problem)> LogAsync(
        IWorkloads workloads, Cell cell, SyncedResource resource, CancellationToken cancellationToken)
    {
        try
        {
            if (resource.Kind == "Job")
            {
                var log = await workloads.JobLogAsync(cell.Environment, resource.Namespace, resource.Name, LogLines, cancellationToken);
                var hasEnded = resource.HookPhase is { State: OperationPhase.Succeeded };
                return (log, hasEnded ? null : await workloads.JobProblemAsync(cell.Environment, resource.Namespace, resource.Name, cancellationToken));
            }

            return resource.Kind == "Pod"
                ? (await workloads.PodLogAsync(cell.Environment, resource.Namespace, resource.Name, previous: false, LogLines, cancellationToken), null)
                : ("", null);
        }
        catch (OutsideException exception) when (!DependencyUnavailableException.Means(exception))
        {
            // A missing log must not stop the sync, for example without the right to read it.
            return ($"The log could not be read. {exception.Message}", null);
        }
    }

    private static StepTaskPhase PhaseOf(SyncOperation operation, SyncedResource resource) => resource switch
    {
        { HasFailed: true } => StepTaskPhase.Failed,
        { HookPhase: { State: OperationPhase.Running or OperationPhase.Terminating } } => StepTaskPhase.Running,
        { HookPhase: { State: OperationPhase.Succeeded } } => StepTaskPhase.Succeeded,
        { HookPhase: null } when operation.Phase.State is OperationPhase.Succeeded => StepTaskPhase.Succeeded,
        _ => StepTaskPhase.Pending,
    };
}
