using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Release.Sandbox.Git;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Git.History;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Repositories;

/// <summary>
/// The organisation's repositories: the configuration repository, and one for each application in it, created at its first use.
/// Everything is stored in bare git repositories in one directory.
/// </summary>
internal sealed partial class AppRepositories(string directory, ConfigRepository configuration, ILogger logger, TimeProvider time) : IAsyncDisposable
{
    private const int MostTagEvents = 3;

    private readonly ConcurrentDictionary<string, Lazy<Task<AppRepository>>> _open = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _making = new(2, 2);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Raised after a reference moved. Another writer may have moved it again meanwhile.</summary>
    public event Action<RepositoryChange>? Changed;

    /// <summary>Creates the directory, and deletes repositories that a kill left unfinished.</summary>
    public static AppRepositories Open(string directory, ConfigRepository configuration, ILogger logger, TimeProvider time)
    {
        Directory.CreateDirectory(directory);
        foreach (var unfinished in Directory.EnumerateDirectories(directory, "*.tmp"))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        return new AppRepositories(directory, configuration, logger, time);
    }

    private static string ConfigName => SandboxGitHub.ConfigRepository[(SandboxGitHub.Organisation.Length + 1)..];

    /// <summary>Short names of all repositories, in order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var snapshot = await configuration.ReadAsync(cancellationToken);
        return [.. snapshot.Files.Values.SelectMany(files => files.Keys).Where(name => AllowedName().IsMatch(name)).Append(ConfigName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Finds a repository, and creates it at its first use; null when no application has that name.</summary>
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

        // After a failure the next caller tries again.
        var opening = _open.AddOrUpdate(name, Begin, (_, former) => HasFailed(former) ? Begin(name) : former);
        return await opening.Value.WaitAsync(cancellationToken);
    }

    /// <exception cref="KeyNotFoundException">No application has that name.</exception>
    public async Task<AppRepository> GetAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken) ?? throw new KeyNotFoundException($"The sandbox has no repository {name}.");

    /// <summary>The commit of a branch, tag, full reference or commit id; null when there is none.</summary>
    /// <exception cref="KeyNotFoundException">No application has that name.</exception>
    public async Task<string?> ResolveAsync(string name, string reference, CancellationToken cancellationToken)
    {
        var repository = await GetAsync(name, cancellationToken);
        return (await repository.Git.ResolveAsync(reference, cancellationToken))?.Sha;
    }

    /// <exception cref="KeyNotFoundException">No application has that name.</exception>
    public async Task<IReadOnlyList<PullRequest>> OpenPullRequestsAsync(string name, CancellationToken cancellationToken) =>
        [.. (await GetAsync(name, cancellationToken)).Pulls.All.Where(pull => pull.Open)];

    /// <summary>Merges an open pull request: the given one, else the oldest of a person, else a new sample.</summary>
    /// <param name="number">Null to choose one.</param>
    /// <param name="by">Login of who merges; null to choose one.</param>
    /// <returns>The merged pull request; its <see cref="PullRequest.MergeCommitSha"/> is main's new tip.</returns>
    /// <exception cref="KeyNotFoundException">No application has that name.</exception>
    /// <exception cref="ConflictException">It is not open, or it conflicts.</exception>
    public async Task<PullRequest> MergePullRequestAsync(string name, int? number, CancellationToken cancellationToken, string? by = null)
    {
        var repository = await GetAsync(name, cancellationToken);
        RepositoryChange change;
        using (await repository.Git.LockAsync(cancellationToken))
        {
            change = await new PullRequestMerge(repository, time).RunAsync(number, by, cancellationToken);
        }

        Changed?.Invoke(change);
        return change.Merged!;
    }

    /// <summary>
    /// Moves one reference with the repository locked, updates open pull requests, and then raises <see cref="Changed"/>.
    /// </summary>
    /// <param name="by">Login of who does it.</param>
    /// <param name="decide">Decides with the repository locked; null moves nothing.</param>
    /// <returns>Null when nothing was moved.</returns>
    /// <exception cref="ConflictException">A push into the folder, which needs no lock, came first; or the name or object is not allowed.</exception>
    public async Task<RepositoryChange?> ChangeAsync(AppRepository repository, string by, Func<Task<RefChange?>> decide, CancellationToken cancellationToken)
    {
        RepositoryChange change;
        using (await repository.Git.LockAsync(cancellationToken))
        {
            if (await decide() is not { } wanted)
            {
                return null;
            }

            await repository.MoveAsync([wanted], cancellationToken);
            repository.Pulls.Follow(wanted.Name, wanted.After, time.GetUtcNow());
            change = new RepositoryChange(repository.Name, wanted.Name, wanted.Before, wanted.After, by);
        }

        Changed?.Invoke(change);
        return change;
    }

    /// <summary>Receives a push with the repository locked, and raises <see cref="Changed"/> once for each moved reference, in the order of pushes.</summary>
    /// <param name="by">Login of who pushes.</param>
    /// <param name="receive">Runs git and returns the references that it moved.</param>
    public async Task PushAsync(AppRepository repository, string by, Func<Task<IReadOnlyList<RefChange>>> receive, CancellationToken cancellationToken)
    {
        using (await repository.Git.LockAsync(cancellationToken))
        {
            var moved = await receive();
            foreach (var (name, before, after) in moved)
            {
                repository.Pulls.Follow(name, after, time.GetUtcNow());
            }

            foreach (var (name, before, after) in Reported(moved))
            {
                Changed?.Invoke(new RepositoryChange(repository.Name, name, before, after, by));
            }
        }
    }

    /// <summary>Creates a tag; an existing tag of that name is not moved.</summary>
    /// <returns>Whether it was created.</returns>
    /// <exception cref="KeyNotFoundException">No application has that name.</exception>
    /// <exception cref="ConflictException">There is no such commit, or the name is not allowed.</exception>
    public async Task<bool> TagAsync(string name, string tag, string sha, CancellationToken cancellationToken, string by = SandboxGitHub.MachineLogin)
    {
        var repository = await GetAsync(name, cancellationToken);
        var reference = $"refs/tags/{tag}";
        return await ChangeAsync(
            repository,
            by,
            () => Task.FromResult(repository.Git.Refs.Find(reference) is null ? new RefChange(reference, null, sha) : null),
            cancellationToken) is not null;
    }

    /// <summary>Cancels the creation of repositories and waits for it to end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var opening in _open.Values.Where(opening => opening.IsValueCreated))
        {
            // A failure is reported to the caller that asked for it.
            await ((Task)opening.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stopping.Dispose();
        _making.Dispose();
    }

    /// <summary>GitHub makes no events for tags when a push brings more than three.</summary>
    private static IEnumerable<RefChange> Reported(IReadOnlyList<RefChange> moved)
    {
        var tags = moved.Where(change => change.Name.StartsWith("refs/tags/", StringComparison.Ordinal)).ToList();
        return tags.Count > MostTagEvents ? moved.Except(tags) : moved;
    }

    /// <summary>Does not use a caller's token, because other callers may wait for the same task.</summary>
    private Lazy<Task<AppRepository>> Begin(string name) => new(() => OpenAsync(name, _stopping.Token));

    private static bool HasFailed(Lazy<Task<AppRepository>> opening) =>
        opening is { IsValueCreated: true, Value: { IsCompleted: true, IsCompletedSuccessfully: false } };

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
        return new AppRepository(name, name == ConfigName ? configuration.Git : new GitRepository(path, time), new PullRequestStore(Path.Combine(path, "pull-requests.json"), logger));
    }

    /// <summary>Creates it under another name and renames it, so that a kill leaves no repository that looks complete.</summary>
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
        GitRepository.Prepare(unfinished);
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

/// <summary>A reference that moved through the API, by a merge or by a push over HTTP. Pushes into the folder are not reported.</summary>
/// <param name="Repository">The short name: <c>publisher</c>.</param>
/// <param name="Reference">In full: <c>refs/heads/main</c>, <c>refs/tags/v1367</c>.</param>
/// <param name="Before">Null for a new one.</param>
/// <param name="After">Null for one that is gone.</param>
/// <param name="Actor">Login of who did it.</param>
/// <param name="Merged">The pull request that this merged, if it was one.</param>
internal sealed record RepositoryChange(string Repository, string Reference, string? Before, string? After, string Actor, PullRequest? Merged = null);
