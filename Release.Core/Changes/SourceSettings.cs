using Release.Core.Applications;

namespace Release.Core.Changes;

/// <summary>Where applications' sources are.</summary>
/// <param name="Organisation">The owner of repositories that are known by a bare name; empty when there is none.</param>
/// <param name="WebAddress">Where people look at them, for example <c>https://github.com</c>; without a slash at the end.</param>
public sealed record SourceSettings(string Organisation, string WebAddress)
{
    /// <summary>The file of the workflow that builds images, in <c>.github/workflows</c>.</summary>
    public string DeployWorkflow { get; init; } = "deploy.yml";

    /// <summary>Null when the owner is not known: then nothing can be asked about the application's commits.</summary>
    public SourceRepository? RepositoryOf(Application application) => RepositoryOf(application.Repository);

    /// <param name="repository"><c>owner/name</c>, or a bare name.</param>
    public SourceRepository? RepositoryOf(string repository) =>
        SourceRepository.TryParse(repository, Organisation, out var found) ? found : null;

    public string CommitUrl(SourceRepository repository, string sha) => $"{WebAddress}/{repository}/commit/{sha}";

    public string PullRequestUrl(SourceRepository repository, int number) => $"{WebAddress}/{repository}/pull/{number}";

    public string CompareUrl(SourceRepository repository, string @base, string head) => $"{WebAddress}/{repository}/compare/{@base}...{head}";

    /// <summary>Where the runs of the workflow that builds images are listed.</summary>
    public string WorkflowUrl(SourceRepository repository) => $"{WebAddress}/{repository}/actions/workflows/{DeployWorkflow}";

    public string RepositoryUrl(SourceRepository repository) => $"{WebAddress}/{repository}";
}
