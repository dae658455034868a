using System.Globalization;
using System.Text;

namespace Release.Sandbox.Git;

/// <summary>The configuration repository: a bare git repository, made and filled on first start, and read as Argo CD reads it.</summary>
internal sealed class ConfigRepository(string path, TimeProvider time)
{
    public const string Folder = "charts/app-config/image-tags";

    private readonly GitProcess _git = new(path, time);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private Dictionary<string, ImageTagFile> _parsed = new(StringComparer.Ordinal);
    private ConfigSnapshot? _latest;

    public string Path => path;

    /// <summary>Does nothing when main exists. A kill half-way leaves no main, so that the next start does it again.</summary>
    public async Task EnsureCreatedAsync(Func<IEnumerable<SeedFile>> files, CancellationToken cancellationToken)
    {
        if (Directory.Exists(System.IO.Path.Combine(path, "objects")) && await FindMainAsync(cancellationToken) is not null)
        {
            return;
        }

        Directory.CreateDirectory(path);
        await _git.RunAsync(["init", "--quiet", "--bare", "--initial-branch=main", "--template=", "."], null, cancellationToken);
        foreach (var (key, value) in new[] { ("user.name", "Release sandbox"), ("user.email", "sandbox@release.invalid") })
        {
            await _git.RunAsync(["config", key, value], null, cancellationToken);
        }

        var stream = FastImport.Write(files(), time.GetUtcNow());
        await _git.RunAsync(["fast-import", "--quiet"], stream, cancellationToken);
    }

    /// <summary>The files at main now. Unchanged files are not read again.</summary>
    /// <exception cref="GitFailedException">The repository cannot be read.</exception>
    public async Task<ConfigSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var revision = await FindMainAsync(cancellationToken) ?? throw new GitFailedException("The configuration repository has no branch main.");
            if (_latest?.Revision != revision)
            {
                _latest = await LoadAsync(revision, cancellationToken);
            }

            return _latest;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<string?> FindMainAsync(CancellationToken cancellationToken)
    {
        // git writes a loose ref by rename, so that reading it is never half; it saves a process for most looks.
        var loose = System.IO.Path.Combine(path, "refs", "heads", "main");
        if (File.Exists(loose))
        {
            var text = (await File.ReadAllTextAsync(loose, cancellationToken)).Trim();
            if (text.Length == 40)
            {
                return text;
            }
        }

        var found = await _git.ReadAsync(["for-each-ref", "--format=%(objectname)", "refs/heads/main"], cancellationToken);
        return found.Length == 0 ? null : found;
    }

    private async Task<ConfigSnapshot> LoadAsync(string revision, CancellationToken cancellationToken)
    {
        var listing = await _git.ReadAsync(["ls-tree", "-r", "-z", revision, "--", Folder + "/"], cancellationToken);
        var entries = listing.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(TreeEntry.Parse).ToList();
        var unread = entries.Select(entry => entry.Blob).Where(blob => !_parsed.ContainsKey(blob)).Distinct(StringComparer.Ordinal).ToList();
        if (unread.Count > 0)
        {
            await ReadBlobsAsync(unread, cancellationToken);
        }

        _parsed = entries.DistinctBy(entry => entry.Blob).ToDictionary(entry => entry.Blob, entry => _parsed[entry.Blob], StringComparer.Ordinal);
        var files = entries
            .Where(entry => entry.Environment.Length > 0)
            .GroupBy(entry => entry.Environment)
            .ToDictionary(
                group => group.Key,
                group => (IReadOnlyDictionary<string, ImageTagFile>)group.ToDictionary(entry => entry.Application, entry => _parsed[entry.Blob]));
        return new ConfigSnapshot(revision, files);
    }

    private async Task ReadBlobsAsync(List<string> blobs, CancellationToken cancellationToken)
    {
        var input = Encoding.ASCII.GetBytes(string.Join('\n', blobs) + "\n");
        var output = await _git.RunAsync(["cat-file", "--batch"], input, cancellationToken);
        var at = 0;
        foreach (var blob in blobs)
        {
            var end = Array.IndexOf(output, (byte)'\n', at);
            var header = Encoding.ASCII.GetString(output, at, end - at).Split(' ');
            var length = int.Parse(header[2], CultureInfo.InvariantCulture);
            _parsed[blob] = ImageTagFile.Parse(output[(end + 1)..(end + 1 + length)]);
            at = end + 1 + length + 1;
        }
    }
}
