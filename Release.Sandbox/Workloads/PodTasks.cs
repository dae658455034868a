using Release.Sandbox.Controllers;
using Release.Sandbox.Faults;

namespace Release.Sandbox.Workloads;

/// <summary>What containers do that run to an end, by the label <c>app.kubernetes.io/component</c> of their pod.</summary>
internal static class PodTasks
{
    public const string Migration = "db-migrate";
    public const string Assets = "upload-assets";
    public const string Reindex = "search-reindex";

    /// <summary>Which misbehaviour makes a task fail; null for one that always succeeds.</summary>
    public static Misbehaviour? FaultOf(string component) => component switch
    {
        Migration => Misbehaviour.FailingMigration,
        Assets => Misbehaviour.FailingPreSync,
        Reindex => Misbehaviour.FailingPostSync,
        _ => null,
    };

    public static IEnumerable<string> FirstWords(PodRuntime pod) => pod.Component switch
    {
        _ when pod.SmokeTest is { } test => LogTexts.Testing(test.Application),
        Migration => LogTexts.Migrating(),
        Assets => LogTexts.Uploading(pod.Application),
        Reindex => LogTexts.Reindexing(pod.Application),
        _ => [$"Running {pod.Name.Name}"],
    };

    public static TaskEnd End(PodRuntime pod, ClusterContext cluster)
    {
        var fails = FaultOf(pod.Component) is { } fault && cluster.Faults.Has(fault, pod.Application, pod.Tag, cluster.Environment);
        return new TaskEnd(fails ? 1 : 0, [.. Words(pod.Component, fails)]);
    }

    private static IEnumerable<string> Words(string component, bool fails) => component switch
    {
        Migration => fails ? LogTexts.MigrationFailing() : LogTexts.Migrated(),
        Assets => fails ? LogTexts.UploadFailing() : LogTexts.Uploaded(),
        Reindex => fails ? LogTexts.ReindexFailing() : LogTexts.Reindexed(),
        _ => ["Done"],
    };
}

/// <summary>How a container ended that runs to an end.</summary>
/// <param name="Words">What it wrote last.</param>
internal sealed record TaskEnd(int ExitCode, IReadOnlyList<string> Words);
