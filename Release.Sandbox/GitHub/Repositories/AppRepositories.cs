using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Release.Sandbox.Git;
using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Repositories;

/// <summary>
/// The organisation's repositories: one for each application of the configuration repository, made at its first use, and the configuration repository itself.
/// Everything is in bare git repositories under one directory, so it outlives a kill.
/// </summary>
internal sealed partial class AppRepositories(string directory, ConfigRepository configuration, ILogger logger, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<AppRepository>>> _open = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _making = new(2, 2);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>A reference moved. Handlers are called while the repository may be written again: read it anew.</summary>
    public event Action<RepositoryChange>? Changed;

    private static string ConfigName => SandboxGitHub.ConfigRepository[(SandboxGitHub.Organisation.Length + 1)..];

    /// <summary>Short names of all repositories, in order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var snapshot = await configuration.ReadAsync(cancellationToken);
        return [.. snapshot.Files.Values.SelectMany(files => files.Keys).Where(name => AllowedName().IsMatch(name)).Append(ConfigName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The repository, made now if nobody asked for it before; null when no application has that name.</summary>
    public async Task<AppRepository?> FindAsync(string name, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        if (!AllowedName().IsMatch(name))
        {
            return null;
        }

        if (!_open.ContainsKey(name) && !Directory.Exists(PathOf(name)) && !(await NamesAsync(cancellationToken)).Contains(name, StringComparer.Ordinal))
        {
            return null;
        }

        // Made with no caller's token: another may wait for the same one.
        var opening = _open.GetOrAdd(name, _ => new Lazy<Task<AppRepository>>(() => OpenAsync(name, _stopping.Token)));
        try
        {
            return await opening.Value.WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is GitFailedException or IOException)
        {
            _open.TryRemove(new KeyValuePair<string, Lazy<Task<AppRepository>>>(name, opening)); // The next one tries again.
            throw;
        }
    }

    /// <exception cref="KeyNotFoundException">No application has that name.</exception>
    public async Task<AppRepository> GetAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken) ?? throw new KeyNotFoundException($"The sandbox has no repository {name}.");

    /// <summary>The commit that a branch, tag, full reference or commit's name stands for; null when there is none.</summary>
    /// <exception cref="KeyNotFoundException">No application has that name.</exception>
    public async Task<string?> ResolveAsync(string name, string reference, CancellationToken cancellationToken)
    {
        var repository = await GetAsync(name, cancellationToken);
        return (await repository.Git.ResolveAsync(reference, cancellationToken))?.Sha;
    }

    /// <exception cref="KeyNotFoundException">No application has that name.</exception>
    public async Task<IReadOnlyList<PullRequest>> OpenPullRequestsAsync(string name, CancellationToken cancellationToken) =>
        [.. (await GetAsync(name, cancellationToken)).Pulls.All.Where(pull => pull.Open)];

    /// <summary>Merges an open pull request: the one asked for, or the oldest that people opened, or a new one made up for the purpose.</summary>
    /// <param name="number">Null for any.</param>
    /// <param name="by">Login of who merges; null for somebody.</param>
    /// <returns>The pull request as merged; its <see cref="PullRequest.MergeCommitSha"/> is main's new tip.</returns>
    /// <exception cref="KeyNotFoundException">No application has that name.</exception>
    /// <exception cref="MergeRefusedException">It is not open, or it conflicts.</exception>
    public async Task<PullRequest> MergePullRequestAsync(string name, int? number, CancellationToken cancellationToken, string? by = null)
    {
        var repository = await GetAsync(name, cancellationToken);
        RepositoryChange change;
        using (await repository.Git.LockAsync(cancellationToken))
        {
            change = await new PullRequestMerge(repository, time).RunAsync(number, by, cancellationToken);
        }

        Report(change);
        return change.Merged!;
    }

    /// <summary>Makes a tag; one of that name that is there already stays where it is.</summary>
    /// <returns>Whether it was made.</returns>
    /// <exception cref="KeyNotFoundException">No application has that name.</exception>
    /// <exception cref="GitFailedException">There is no such commit, or the name is not allowed.</exception>
    public async Task<bool> TagAsync(string name, string tag, string sha, CancellationToken cancellationToken, string by = SandboxGitHub.MachineLogin)
    {
        var repository = await GetAsync(name, cancellationToken);
        var reference = $"refs/tags/{tag}";
        using (await repository.Git.LockAsync(cancellationToken))
        {
            if (repository.Git.Refs.Read().ContainsKey(reference))
            {
                return false;
            }

            await repository.Git.Refs.UpdateAsync([new RefChange(reference, null, sha)], cancellationToken);
        }

        Report(new RepositoryChange(name, reference, null, sha, by));
        return true;
    }

    /// <summary>Tells those who listen. Not to be called with the repository locked.</summary>
    public void Report(RepositoryChange change) => Changed?.Invoke(change);

    /// <summary>Ends what is being made, and waits until nothing of it is at work any more; nothing is made afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var opening in _open.Values.Where(opening => opening.IsValueCreated))
        {
            // Who asked for it is told of its failure; here it only has to be over.
            await ((Task)opening.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stopping.Dispose();
        _making.Dispose();
    }

    private async Task<AppRepository> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (name != ConfigName && !Directory.Exists(path))
        {
            await _making.WaitAsync(cancellationToken);
            try
            {
                await MakeAsync(name, path, cancellationToken);
            }
            finally
            {
                _making.Release();
            }
        }

        StateFile.DeleteTemporaries(path);
        return new AppRepository(name, new GitRepository(path, time), new PullRequestBook(Path.Combine(path, "pull-requests.json"), logger));
    }

    /// <summary>Made beside and renamed: a kill half-way leaves nothing that looks finished.</summary>
    private async Task MakeAsync(string name, string path, CancellationToken cancellationToken)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await FillAsync(name, unfinished, cancellationToken);
            Directory.Move(unfinished, path);
        }
        finally
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
        }
    }

    private async Task FillAsync(string name, string unfinished, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(unfinished, "objects"));
        Directory.CreateDirectory(Path.Combine(unfinished, "refs"));
        await File.WriteAllTextAsync(Path.Combine(unfinished, "HEAD"), $"ref: refs/heads/{SandboxGitHub.DefaultBranch}\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(unfinished, "config"), "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n", new UTF8Encoding(false), cancellationToken);
        var (stream, pulls) = SampleHistory.Write(name, await WantedAsync(name, cancellationToken), time.GetUtcNow());
        var git = new GitProcess(unfinished, time);
        var marks = Path.Combine(unfinished, "marks");
        await git.RunAsync(["fast-import", "--quiet", $"--export-marks={marks}"], stream, cancellationToken);
        await git.RunAsync(["pack-refs", "--all"], null, cancellationToken);
        var names = ImportStream.ReadMarks(marks);
        File.Delete(marks);
        StateFile.Save(Path.Combine(unfinished, "pull-requests.json"), pulls.Select(pull => pull.Named(names)).ToList());
    }

    private async Task<IReadOnlyCollection<string>> WantedAsync(string name, CancellationToken cancellationToken)
    {
        var snapshot = await configuration.ReadAsync(cancellationToken);
        return [.. snapshot.Files.Values.Select(files => files.GetValueOrDefault(name)?.Tag).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private string PathOf(string name) => name == ConfigName ? configuration.Path : Path.Combine(directory, $"{name}.git");

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$")]
    private static partial Regex AllowedName();
}
