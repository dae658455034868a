using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Integrations.ConfigRepository;
using Release.Integrations.GitHub.Client;

namespace Release.Integrations.GitHub.Configuration;

/// <summary>The configuration repository through GitHub's API alone, for machines without git or disk.</summary>
internal sealed class GitHubConfigRepository : IConfigRepository, IConfigRepositoryChanges, IAsyncDisposable
{
    private readonly ConfigCalls _calls;
    private readonly ApiUpdates _updates;
    private readonly CoalescedRead<ConfigSnapshot> _snapshots;
    private readonly AncestryCache _answers = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private string? _tip;
    private bool _isDisposed;

    public GitHubConfigRepository(
        GitHubApi api, IOptions<ConfigRepositoryOptions> options, EnvironmentOrder environments, TimeProvider clock, ILogger<GitHubConfigRepository> logger)
    {
        var paths = new ConfigPaths(options.Value.PathTemplate);
        _calls = new ConfigCalls(api, options);
        _updates = new ApiUpdates(_calls, paths, RecordTip, clock, logger);
        var snapshots = new ConfigSnapshots(_calls, paths, new ImageTagEntries(paths, environments), logger);
        _snapshots = new CoalescedRead<ConfigSnapshot>((begin, cancellationToken) => ReadAsync(begin, snapshots, cancellationToken));
    }

    public event Action<string>? Moved;

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

    public Task<bool> ContainsAsync(string revision, string commit, CancellationToken cancellationToken) =>
        _answers.ContainsAsync(revision, commit, () => _calls.IsAncestorAsync(commit, revision, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        // The container has this instance under several services and disposes it several times.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _snapshots.DisposeAsync();
        await _updates.DisposeAsync();
    }

    private async Task<ConfigSnapshot> ReadAsync(Action begin, ConfigSnapshots snapshots, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            begin();
            var tip = await _calls.TipAsync(cancellationToken);
            var snapshot = await snapshots.ReadAsync(tip, cancellationToken);
            RecordTip(tip);
            return snapshot;
        }
        finally
        {
            _reading.Release();
        }
    }

    private void RecordTip(string tip)
    {
        if (Interlocked.Exchange(ref _tip, tip) != tip)
        {
            Moved?.Invoke(tip);
        }
    }
}
