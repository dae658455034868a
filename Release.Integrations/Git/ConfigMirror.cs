using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Configuration;
using Release.Core.Failures;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.Git;

/// <summary>
/// A bare local mirror of the configuration repository's main branch, without a work tree. All writes go through
/// <see cref="UseAsync"/>, one at a time. It recovers by itself after a crash.
/// </summary>
internal sealed partial class ConfigMirror : IAsyncDisposable
{
    // An update writes about eight files; git is fast with up to about 6,700 loose objects (gc.auto).
    private const int NewFilesBetweenMaintenance = 6_000;

    private readonly ConfigRepositoryOptions _options;
    private readonly MirrorFiles _files;
    private readonly GitProcess _git;
    private readonly GitProcess _cloning;
    private readonly GitObjectReader _objects;
    private readonly GitObjectWriter _writer;
    private readonly ILogger<ConfigMirror> _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private string? _tip;
    private bool _atomic = true;
    private int _packed;

    public ConfigMirror(IOptions<ConfigRepositoryOptions> options, TimeProvider clock, ILoggerFactory loggers)
    {
        _options = options.Value;
        _files = new MirrorFiles(_options);
        var logger = loggers.CreateLogger<GitProcess>();
        _git = new GitProcess(_files.Directory, _files.GlobalConfig, clock, logger);
        _cloning = new GitProcess(_files.New, _files.GlobalConfig, clock, logger);
        _objects = new GitObjectReader(_git, clock);
        _writer = new GitObjectWriter(_files.Directory, IndexPackAsync);
        _logger = loggers.CreateLogger<ConfigMirror>();
    }

    /// <summary>Raised when the main branch is seen at another commit than before.</summary>
    public event Action<string>? Moved;

    public bool IsOpen => Volatile.Read(ref _tip) is not null;

    /// <summary>The main branch as last seen; for use inside <see cref="UseAsync"/>.</summary>
    public string Tip => _tip ?? throw new InvalidOperationException("The mirror is not open.");

    private string What => $"The configuration repository ({RemoteAddress.Redact(_options.Url)})";

    /// <summary>
    /// Waits for exclusive use, opens the mirror (the first time by cloning) and does the work. If the mirror turns out to
    /// be damaged, sets it aside, clones it again and repeats the work.
    /// </summary>
    public async Task<T> UseAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            try
            {
                await OpenAsync(cancellationToken);
                return await work(cancellationToken);
            }
            catch (CorruptMirrorException damage)
            {
                Log.Damaged(_logger, _files.Directory, damage.Message);
                await CloseAsync();
                _files.SetAside();
            }

            await OpenAsync(cancellationToken);
            return await work(cancellationToken);
        }
        catch (CorruptMirrorException damage)
        {
            throw new OutsideException($"{What} cannot be read, not even from a new clone: {damage.Message}", FailureKind.ExitCode, damage);
        }
        catch (IOException exception)
        {
            throw new OutsideException($"The mirror of the configuration repository cannot be used: {exception.Message}", FailureKind.ExitCode, exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Fetches the main branch. Inside <see cref="UseAsync"/> only.</summary>
    public async Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        var result = await RunAsync(FetchArguments, _options.FetchTimeout, cancellationToken);
        if (!result.Succeeded)
        {
            throw GitFailure.Translate(result, $"{What} could not be fetched");
        }

        return RecordTip(await ResolveTipAsync(cancellationToken) ?? throw new CorruptMirrorException("The main branch is missing."));
    }

    /// <summary>Writes a chain of commits on <see cref="Tip"/>. Inside <see cref="UseAsync"/> only.</summary>
    /// <returns>For each planned commit the ids of the commit and its merge.</returns>
    public async Task<IReadOnlyList<ConfigCommit>> WriteAsync(IReadOnlyList<PlannedCommit> commits, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var objects = new NewObjects();
        var chain = new CommitChain(_objects, objects, $"{_options.AuthorName} <{_options.AuthorEmail}>", _options.Branch);
        var built = await chain.BuildAsync(Tip, commits, at, cancellationToken);
        await _writer.WriteAsync(objects.All, cancellationToken);
        return built;
    }

    /// <summary>The last commit up to <see cref="Tip"/> that changed a file: the branch's commit, not the merge of it.</summary>
    public async Task<string> LastCommitAsync(string path, CancellationToken cancellationToken)
    {
        var result = await RunAsync(["rev-list", "--max-count=1", Tip, "--", path], _options.FetchTimeout, cancellationToken);
        return result.Succeeded && result.Text.Trim() is { Length: > 0 } commit ? commit : throw new CorruptMirrorException($"git rev-list: {result.Error}");
    }

    /// <summary>
    /// Whether one commit is in the history of another; null if either is unknown in the mirror. May be called outside
    /// <see cref="UseAsync"/>.
    /// </summary>
    public async Task<bool?> IsAncestorAsync(string ancestor, string descendant, CancellationToken cancellationToken)
    {
        var result = await _git.RunAsync(["merge-base", "--is-ancestor", ancestor, descendant], _options.FetchTimeout, cancellationToken);
        return result.ExitCode switch
        {
            0 => true,
            1 => false,
            _ => null,
        };
    }

    public Task<GitObject?> FindObjectAsync(string name, CancellationToken cancellationToken) => _objects.FindAsync(name, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        await CloseAsync();
        _files.Dispose();
        _turn.Release();
    }

    private static readonly string[] FetchArguments =
        ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance", "origin"];

    private async Task IndexPackAsync(byte[] pack, CancellationToken cancellationToken)
    {
        var result = await RunAsync(["index-pack", "--stdin", "--threads=1"], pack, _options.PushTimeout, cancellationToken);
        if (!result.Succeeded)
        {
            throw new CorruptMirrorException($"git index-pack: {result.Error}");
        }
    }

    private async Task CloseAsync()
    {
        await _objects.DisposeAsync();
        Volatile.Write(ref _tip, null);
    }

    private string RecordTip(string tip)
    {
        var before = Interlocked.Exchange(ref _tip, tip);
        if (before != tip)
        {
            Log.Moved(_logger, tip);
            Moved?.Invoke(tip);
        }

        return tip;
    }

    private async Task<string?> ResolveTipAsync(CancellationToken cancellationToken) =>
        (await _objects.FindAsync($"{MirrorFiles.Tracking(_options)}^{{commit}}", cancellationToken))?.Id;

    private Task<GitResult> RunAsync(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancellationToken) =>
        RunAsync(arguments, ReadOnlyMemory<byte>.Empty, limit, cancellationToken);

    private async Task<GitResult> RunAsync(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            var result = await _git.RunAsync(arguments, input, limit, cancellationToken);
            return GitFailure.IsDamage(result) ? throw new CorruptMirrorException(result.Error) : result;
        }
        catch (Exception exception) when (exception is OutsideException or OperationCanceledException)
        {
            // Git was killed and may have left its locks behind.
            _files.RemoveStaleLocks();
            throw;
        }
    }
}
