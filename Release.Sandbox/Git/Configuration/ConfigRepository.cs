using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.Git.Configuration;

/// <summary>The configuration repository: a bare git repository, created with image-tag files on the first start.</summary>
internal sealed class ConfigRepository(string path, TimeProvider time)
{
    public const string Folder = "charts/app-config/image-tags";

    private const string Main = "refs/heads/main";

    // The identity for commits that somebody makes by hand in the bare repository.
    private const string Settings = "[user]\n\tname = Release sandbox\n\temail = sandbox@release.invalid\n";

    private readonly SemaphoreSlim _reading = new(1, 1);
    private Dictionary<string, ImageTagFile> _parsed = new(StringComparer.Ordinal);
    private ConfigSnapshot? _latest;

    public string Path => path;

    public GitRepository Git { get; } = new(path, time);

    /// <summary>Does nothing when main exists. If the process was killed half-way there is no main, and the next start repeats it.</summary>
    public async Task EnsureCreatedAsync(Func<IEnumerable<SeedFile>> files, CancellationToken cancellationToken)
    {
        if (Git.Refs.Find(Main) is not null)
        {
            return;
        }

        GitRepository.Prepare(path, Settings);
        var author = new GitSignature("Release sandbox", "sandbox@release.invalid", time.GetUtcNow());
        using var stream = new ImportStream();
        stream.Commit(Main, author, author, "Add the image tags of every environment", [], files());
        await Git.Process.RunAsync(["-c", "fastimport.unpackLimit=0", "fast-import", "--quiet"], stream.End(), cancellationToken);
    }

    /// <summary>The files at main now. Unchanged files are not read again.</summary>
    /// <exception cref="GitFailedException">The repository cannot be read.</exception>
    public async Task<ConfigSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var revision = Git.Refs.Find(Main) ?? throw new GitFailedException("The configuration repository has no branch main.");
            return _latest?.Revision == revision ? _latest : _latest = Load(revision);
        }
        finally
        {
            _reading.Release();
        }
    }

    private ConfigSnapshot Load(string revision)
    {
        var tree = Git.Objects.FindCommit(revision)?.Tree ?? throw new GitFailedException($"The configuration repository's commit {revision} cannot be read.");
        var folder = TreeEdit.Find(Git.Objects, tree, Folder)?.Sha;
        var parsed = new Dictionary<string, ImageTagFile>(StringComparer.Ordinal);
        var files = new Dictionary<string, IReadOnlyDictionary<string, ImageTagFile>>(StringComparer.Ordinal);
        foreach (var environment in Git.Objects.Tree(folder).Where(entry => entry.IsFolder))
        {
            files[environment.Name] = Git.Objects.Tree(environment.Sha).Where(entry => !entry.IsFolder)
                .ToDictionary(entry => entry.Name, entry => parsed[entry.Sha] = Parse(entry.Sha, parsed), StringComparer.Ordinal);
        }

        _parsed = parsed;
        return new ConfigSnapshot(revision, files);
    }

    /// <summary>Reuses parsed files: environments often share a blob, and most files did not change.</summary>
    private ImageTagFile Parse(string blob, Dictionary<string, ImageTagFile> parsed) =>
        parsed.GetValueOrDefault(blob) ?? _parsed.GetValueOrDefault(blob)
        ?? (Git.Objects.Find(blob) is { } found ? ImageTagFile.Parse(found.Content) : throw new GitFailedException($"The configuration repository's file {blob} cannot be read."));
}

/// <summary>The image-tag files of one commit.</summary>
/// <param name="Revision">The commit's full id.</param>
/// <param name="Files">By environment, then by file name.</param>
internal sealed record ConfigSnapshot(
    string Revision,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, ImageTagFile>> Files)
{
    private static readonly Dictionary<string, ImageTagFile> None = [];

    public IReadOnlyDictionary<string, ImageTagFile> In(string environment) => Files.GetValueOrDefault(environment, None);
}
