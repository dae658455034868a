namespace Release.Core.Applications;

/// <summary>Something that is deployed: one GitHub repository, one container image.</summary>
public sealed class Application
{
    public const int MaxNotesLength = 255;
    public const int MaxRepositoryLength = 200;
    public const string RepositoryRule = "Give owner/name, for example alphagov/publisher, or the name alone. For the owner and for the name: " + ApplicationName.Rule;

    /// <param name="name">Its short name.</param>
    /// <param name="repository"><c>owner/name</c> on GitHub; null when only the name is known.</param>
    /// <param name="createdAt">When Release first saw it.</param>
    public Application(ApplicationName name, string? repository, DateTimeOffset createdAt)
    {
        Name = name;
        DisplayName = ApplicationDisplayName.Of(name);
        ChangeRepository(repository ?? name.Value);
        CreatedAt = createdAt;
    }

    private Application()
    {
    }

    public int Id { get; private set; }

    public ApplicationName Name { get; private set; } = null!;

    public string DisplayName { get; private set; } = "";

    /// <summary><c>owner/name</c> on GitHub.</summary>
    public string Repository { get; private set; } = "";

    /// <summary>The last segment of <see cref="Repository"/>, by which notifications find the application (contracts §1).</summary>
    public string RepositoryName { get; private set; } = "";

    public string DefaultBranch { get; private set; } = "main";

    public string Notes { get; private set; } = "";

    /// <summary>Release's own freeze: a badge and a gate on top of the configuration repository's flags.</summary>
    public bool DeployFreeze { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <exception cref="ArgumentException">Empty, or longer than 100 characters.</exception>
    public void Rename(string displayName)
    {
        if (string.IsNullOrWhiteSpace(displayName) || displayName.Length > 100)
        {
            throw new ArgumentException("displayName must have 1 to 100 characters.", nameof(displayName));
        }

        DisplayName = displayName.Trim();
    }

    /// <exception cref="ArgumentException">Longer than 255 characters (contracts §12).</exception>
    public void Annotate(string notes)
    {
        if (notes.Length > MaxNotesLength)
        {
            throw new ArgumentException($"notes must have at most {MaxNotesLength} characters.", nameof(notes));
        }

        Notes = notes;
    }

    /// <exception cref="ArgumentException">Neither a name nor <c>owner/name</c>, or longer than 200 characters.</exception>
    public void ChangeRepository(string repository)
    {
        if (!IsRepository(repository))
        {
            throw new ArgumentException($"'{repository}' is not a repository. {RepositoryRule}", nameof(repository));
        }

        Repository = repository;
        RepositoryName = repository.Split('/')[^1];
    }

    /// <summary>Whether <see cref="ChangeRepository"/> takes it.</summary>
    public static bool IsRepository(string text) =>
        text.Length <= MaxRepositoryLength && text.Split('/') is { Length: <= 2 } segments && segments.All(segment => ApplicationName.TryParse(segment, out _));

    public void SetFreeze(bool frozen) => DeployFreeze = frozen;

    /// <summary>Takes the repository from a notification, when only the bare name was known.</summary>
    public void LearnRepository(string repository)
    {
        if (!Repository.Contains('/', StringComparison.Ordinal) && repository.Contains('/', StringComparison.Ordinal))
        {
            ChangeRepository(repository);
        }
    }
}
