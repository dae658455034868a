using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Release.Sandbox.Git;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Git.History;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Repositories;

/// <summary>
/// The organisation's repositories: one for each application of the configuration repository, made at its first use, and the configuration repository itself.
/// Everything is in bare git repositories under one directory, so it outlives a kill.
/// </summary>
internal sealed partial class AppRepositories(string directory, ConfigRepository configuration, ILogger logger, TimeProvider time) : IAsyncDisposable
{
    private const int MostTagEvents = 3;

    private readonly ConcurrentDictionary<string, Lazy<Task<AppRepository>>> _open = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _making = new(2, 2);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>A reference moved. Handlers are called while the repository may be written again: read it anew.</summary>
    public event Action<RepositoryChange>? Changed;

    /// <summary>Makes the directory where there is none, and deletes repositories that a kill left unfinished.</summary>
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

        // Where opening failed, whatever the reason, the next one tries again.
        var opening = _open.AddOrUpdate(name, Begin, (_, former) => HasFailed(former) ? Begin(name) : former);
        return await opening.Value.WaitAsync(cancellationToken);
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
    /// Moves one reference. The repository is locked from reading what is there until open pull requests have followed; those who listen are told after that.
    /// </summary>
    /// <param name="by">Login of who does it.</param>
    /// <param name="decide">What to move, seen with the repository locked; null moves nothing.</param>
    /// <returns>Null when nothing was moved.</returns>
    /// <exception cref="ConflictException">Somebody who does not ask for the lock, as a push, came first; or the name or the object is not allowed.</exception>
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

    /// <summary>Takes a push with git. Those who listen are told of each change in the order of pushes, once.</summary>
    /// <param name="by">Login of who pushes.</param>
    /// <param name="receive">Has git take the push, with the repository locked; returns what it moved.</param>
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

    /// <summary>Makes a tag; one of that name that is there already stays where it is.</summary>
    /// <returns>Whether it was made.</returns>
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

    /// <summary>GitHub makes no events for tags when a push brings more than three.</summary>
    private static IEnumerable<RefChange> Reported(IReadOnlyList<RefChange> moved)
    {
        var tags = moved.Where(change => change.Name.StartsWith("refs/tags/", StringComparison.Ordinal)).ToList();
        return tags.Count > MostTagEvents ? moved.Except(tags) : moved;
    }

    /// <summary>With no caller's token: another may wait for the same one.</summary>
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
        return new AppRepository(name, name == ConfigName ? configuration.Git : new GitRepository(path, time), new PullRequestBook(Path.Combine(path, "pull-requests.json"), logger));
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

/// <summary>A reference moved: through the API, by a merge or by a push over HTTP. A push into the folder itself is not reported.</summary>
/// <param name="Repository">The short name: <c>publisher</c>.</param>
/// <param name="Reference">In full: <c>refs/heads/main</c>, <c>refs/tags/v1367</c>.</param>
/// <param name="Before">Null for a new one.</param>
/// <param name="After">Null for one that is gone.</param>
/// <param name="Actor">Login of who did it.</param>
/// <param name="Merged">The pull request that this merged, if it was one.</param>
internal sealed record RepositoryChange(string Repository, string Reference, string? Before, string? After, string Actor, PullRequest? Merged = null);
