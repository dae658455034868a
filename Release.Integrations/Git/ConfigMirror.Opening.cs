using Release.Core.Failures;

namespace Release.Integrations.Git;

/// <summary>How the mirror comes to be, and how it recovers from a crash.</summary>
internal sealed partial class ConfigMirror
{
    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            return;
        }

        _files.Acquire();
        if (_files.Exists && !_files.IsOfOrigin())
        {
            LogOtherOrigin(_logger, _files.Directory);
            _files.Discard();
        }

        if (_files.Exists)
        {
            var stale = _files.RemoveStaleLocks();
            if (stale > 0)
            {
                LogStaleLocks(_logger, stale);
            }

            _files.WriteConfig(_files.Directory);
        }
        else
        {
            await CloneAsync(cancellationToken);
        }

        Saw(await SoundTipAsync(cancellationToken));
    }

    /// <summary>The tip, when it and its tree can be read: what a torn write would have broken first.</summary>
    private async Task<string> SoundTipAsync(CancellationToken cancellationToken)
    {
        var tip = await ResolveTipAsync(cancellationToken) ?? throw new CorruptMirrorException("The main branch cannot be read.");
        return await _objects.FindAsync($"{tip}^{{tree}}", cancellationToken) is not null
            ? tip
            : throw new CorruptMirrorException("The main branch's files cannot be read.");
    }

    private async Task CloneAsync(CancellationToken cancellationToken)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        if (Directory.Exists(_files.New))
        {
            Directory.Delete(_files.New, recursive: true);
        }

        // Everything of one branch, no work tree. Not shallow, for ancestry must be answered; not "blobless" either,
        // for then every file read for the first time would be a connection of its own.
        await CloneStepAsync(["init", "--quiet", "--bare", "--template="], cancellationToken);
        _files.WriteConfig(_files.New);
        await CloneStepAsync(FetchArguments, cancellationToken);
        await CloneStepAsync(["commit-graph", "write", "--reachable"], cancellationToken);
        _files.Adopt();
        LogCloned(_logger, RemoteAddress.Redact(_options.Url), System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private async Task CloneStepAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await _cloning.RunAsync(arguments, _options.CloneTimeout, cancellationToken);
        if (result.Succeeded)
        {
            return;
        }

        throw result.Error.Contains("couldn't find remote ref", StringComparison.Ordinal)
            ? new OutsideException($"{What} has no branch '{_options.Branch}'. Make it there, or set {ConfigRepositoryOptions.Section}:Branch.", FailureKind.NotFound)
            : GitFailure.Translate(result, $"{What} could not be cloned");
    }

    /// <summary>Packs loose objects when many have gathered. Failing, it is only slower.</summary>
    public async Task MaintainIfDueAsync(CancellationToken cancellationToken)
    {
        if (_writer.Files - _packed >= NewFilesBetweenMaintenance)
        {
            _packed = _writer.Files;
            await UseAsync(MaintainAsync, cancellationToken);
        }
    }

    private async Task<bool> MaintainAsync(CancellationToken cancellationToken)
    {
        var result = await RunAsync(
            ["maintenance", "run", "--quiet", "--task=commit-graph", "--task=loose-objects", "--task=incremental-repack"],
            _options.CloneTimeout,
            cancellationToken);
        if (!result.Succeeded)
        {
            LogMaintenanceFailed(_logger, result.Error);
        }

        return result.Succeeded;
    }
}
