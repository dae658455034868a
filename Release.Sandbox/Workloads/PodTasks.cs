using Release.Sandbox.Clusters;
using Release.Sandbox.Faults;

namespace Release.Sandbox.Workloads;

/// <summary>What containers do that run to an end, by the label <c>app.kubernetes.io/component</c> of their pod.</summary>
internal static class PodTasks
{
    public const string Migration = "db-migrate";
    public const string Assets = "upload-assets";

    public static bool Fails(PodRuntime pod, ClusterContext cluster) =>
        pod.Component == Migration && cluster.Faults.Has(Misbehaviour.FailingMigration, pod.Application, pod.Tag, cluster.Environment);

    public static IEnumerable<string> FirstWords(PodRuntime pod) => pod.Component switch
    {
        Migration => LogTexts.Migrating(),
        Assets => LogTexts.Uploading(pod.Application),
        _ => [$"Running {pod.Name.Name}"],
    };

    public static IEnumerable<string> LastWords(PodRuntime pod, bool failed) => pod.Component switch
    {
        Migration when failed => LogTexts.MigrationFailing(),
        Migration => LogTexts.Migrated(),
        _ when failed => ["Failed"],
        _ => ["Done"],
    };
}
