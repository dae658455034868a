using Release.Sandbox.Controllers;
using Release.Sandbox.Faults;

namespace Release.Sandbox.Workloads;

/// <summary>The tasks of Jobs, by the label <c>app.kubernetes.io/component</c> of their pods.</summary>
internal static class PodTasks
{
    public const string Migration = "db-migrate";
    public const string Assets = "upload-assets";
    public const string Reindex = "search-reindex";

    /// <summary>The misbehaviour that makes a task fail; null for a task that always succeeds.</summary>
    public static Misbehaviour? FaultOf(string component) => component switch
    {
        Migration => Misbehaviour.FailingMigration,
        Assets => Misbehaviour.FailingPreSync,
        Reindex => Misbehaviour.FailingPostSync,
        _ => null,
    };

    public static IEnumerable<string> FirstLines(PodRuntime pod) => pod.Component switch
    {
        _ when pod.SmokeTest is { } test => SampleLogs.Testing(test.Application),
        Migration => SampleLogs.Migrating(),
        Assets => SampleLogs.Uploading(pod.Application),
        Reindex => SampleLogs.Reindexing(pod.Application),
        _ => [$"Running {pod.Name.Name}"],
    };

    public static TaskResult End(PodRuntime pod, ClusterContext cluster)
    {
        var fails = FaultOf(pod.Component) is { } fault && cluster.Faults.Has(fault, pod.Application, pod.Tag, cluster.Environment);
        return new TaskResult(fails ? 1 : 0, [.. Output(pod.Component, fails)]);
    }

    private static IEnumerable<string> Output(string component, bool fails) => component switch
    {
        Migration => fails ? SampleLogs.MigrationFailing() : SampleLogs.Migrated(),
        Assets => fails ? SampleLogs.UploadFailing() : SampleLogs.Uploaded(),
        Reindex => fails ? SampleLogs.ReindexFailing() : SampleLogs.Reindexed(),
        _ => ["Done"],
    };
}

/// <summary>The result of a task's container.</summary>
/// <param name="Output">Its final output.</param>
internal sealed record TaskResult(int ExitCode, IReadOnlyList<string> Output);
