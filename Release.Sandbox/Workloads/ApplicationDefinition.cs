using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>The app-config chart's settings of one Argo CD application besides its image tag.</summary>
/// <param name="Name">Argo CD's name, and the service's.</param>
/// <param name="File">Name of the image-tag file: the annotation <c>repoName</c>.</param>
/// <param name="RepositoryLabel">Label <c>app.govuk/repository-name</c> of its pods.</param>
/// <param name="Component">Label <c>app.kubernetes.io/component</c> of its pods.</param>
/// <param name="UploadsAssets">Has a PreSync Job.</param>
/// <param name="Migrates">Has a database-migration Job.</param>
/// <param name="Reindexes">Has a PostSync Job.</param>
internal sealed record ApplicationDefinition(
    string Name, string File, string Namespace, string RepositoryLabel, string Component, bool UploadsAssets, bool Migrates, bool Reindexes)
{
    private static readonly HashSet<string> WithAssets = ["frontend", "publisher", "smart-answers", "whitehall", "collections", "feedback"];
    private static readonly HashSet<string> WithDatabase = ["content-store", "publisher", "whitehall", "release", "transition"];

    private static readonly HashSet<string> WithSearch = ["whitehall", "search-api"];

    public ObjectName Deployment => new(Namespace, Name);

    /// <summary>The applications of one image-tag file: two for <c>frontend</c>, else one.</summary>
    public static IEnumerable<ApplicationDefinition> Of(string file)
    {
        yield return Describe(file, file);
        if (file == "frontend")
        {
            yield return Describe("draft-frontend", file);
        }
    }

    private static ApplicationDefinition Describe(string name, string file)
    {
        var licensify = file.StartsWith("licensify-", StringComparison.Ordinal);
        var component = file switch
        {
            "licensify-backend" => "licensify-admin",
            "email-alert-service" => "worker",
            _ => "app",
        };
        return new ApplicationDefinition(
            name,
            file,
            licensify ? "licensify" : "apps",
            licensify ? "licensify" : file,
            component,
            WithAssets.Contains(file) || file.EndsWith("-frontend", StringComparison.Ordinal),
            WithDatabase.Contains(file) || file.EndsWith("-api", StringComparison.Ordinal) || file.EndsWith("-admin", StringComparison.Ordinal),
            WithSearch.Contains(file));
    }
}
