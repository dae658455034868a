using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.Git;

/// <summary>The configuration repository through the <c>git</c> command line, for any remote.</summary>
internal sealed class GitConfigRepository : IConfigRepository, IConfigRepositoryChanges, IAsyncDisposable
{
    private readonly ConfigMirror _mirror;
    private readonly ConfigUpdates _updates;
    private readonly CoalescedRead<ConfigSnapshot> _snapshots;
    private readonly AncestryCache _answers = new();
    private bool _isDisposed;

    public GitConfigRepository(IOptions<ConfigRepositoryOptions> options, EnvironmentOrder environments, TimeProvider clock, ILoggerFactory loggers)
    {
        var paths = new ConfigPaths(options.Value.PathTemplate);
        _mirror = new ConfigMirror(options, clock, loggers);
        _updates = new ConfigUpdates(_mirror, paths, clock, loggers.CreateLogger<ConfigUpdates>());
        var reader = new SnapshotReader(_mirror, paths, environments);
        _snapshots = new CoalescedRead<ConfigSnapshot>((begin, cancellationToken) => _mirror.UseAsync(
            token =>
            {
                begin();
                return reader.ReadAsync(token);
            },
            cancellationToken));
    }

    public event Action<string>? Moved
    {
        add => _mirror.Moved += value;
        remove => _mirror.Moved -= value;
    }

    public Task<ConfigSnapshot> ReadAllAsync(CancellationToken cancellationToken) => _snapshots.GetAsync(cancellationToken);

    public async Task<ImageTagFile?> ReadAsync(Cell cell, CancellationToken cancellationToken)
    {
        var snapshot = await _snapshots.GetAsync(cancellationToken);
        return snapshot.Files.FirstOrDefault(file => file.Cell == cell);
    }

    public Task<ConfigCommit> UpdateAsync(ConfigEdit edit, CancellationToken cancellationToken)
    {
        ConfigEditRule.Check(edit);
        return _updates.AddAsync(edit, cancellationToken);
    }

    public Task<bool> ContainsAsync(string revision, string commit, CancellationToken cancellationToken) => _answers.ContainsAsync(revision, commit, async () =>
    {
        if (_mirror.IsOpen && await _mirror.IsAncestorAsync(commit, revision, cancellationToken) is { } answer)
        {
            return answer;
        }

        // The commit is probably newer than the mirror.
        await _snapshots.GetAsync(cancellationToken);
        return await _mirror.IsAncestorAsync(commit, revision, cancellationToken);
    });

    public async ValueTask DisposeAsync()
    {
        // The container has this instance under three services and disposes it three times.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _snapshots.DisposeAsync();
        await _updates.DisposeAsync();
        await _mirror.DisposeAsync();
    }
}
