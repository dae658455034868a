using System.Diagnostics.CodeAnalysis;
using Release.Core.Applications;

namespace Release.Core.Sources;

/// <summary>A repository on GitHub, <c>owner/name</c>; both segments are safe in a path and a query.</summary>
public sealed record SourceRepository
{
    private SourceRepository(string owner, string name)
    {
        Owner = owner;
        Name = name;
    }

    public string Owner { get; }

    public string Name { get; }

    /// <param name="text"><c>owner/name</c>, or a bare name.</param>
    /// <param name="defaultOwner">The owner of a bare name; null or empty when there is none.</param>
    /// <param name="repository">Null when the text is neither, or no owner is known.</param>
    public static bool TryParse(string? text, string? defaultOwner, [NotNullWhen(true)] out SourceRepository? repository)
    {
        var segments = (text ?? "").Split('/');
        var (owner, name) = segments.Length == 2 ? (segments[0], segments[1]) : (defaultOwner, segments.Length == 1 ? segments[0] : null);
        repository = ApplicationName.TryParse(owner, out _) && ApplicationName.TryParse(name, out _) ? new SourceRepository(owner!, name!) : null;
        return repository is not null;
    }

    /// <exception cref="FormatException">Not <c>owner/name</c>.</exception>
    public static SourceRepository Parse(string? text) => TryParse(text, null, out var repository)
        ? repository
        : throw new FormatException($"'{text}' is not a GitHub repository: write owner/name, for example alphagov/publisher.");

    public override string ToString() => $"{Owner}/{Name}";
}

/// <summary>Where applications' sources are.</summary>
/// <param name="Organisation">The owner of repositories that are known by a bare name; empty when there is none.</param>
/// <param name="WebAddress">Where people look at them, for example <c>https://github.com</c>; without a slash at the end.</param>
public sealed record SourceSettings(string Organisation, string WebAddress)
{
    /// <summary>The file of the workflow that builds images, in <c>.github/workflows</c>.</summary>
    public string DeployWorkflow { get; init; } = "deploy.yml";

    /// <summary>Null when the owner is not known: then GitHub cannot be asked about the application's commits.</summary>
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
