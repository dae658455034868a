using Microsoft.Extensions.Logging;
using Release.Core.Failures;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.Git;

/// <summary>Opens the mirror: clones it, or recovers it after a crash.</summary>
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
            Log.OtherOrigin(_logger, _files.Directory);
            _files.Discard();
        }

        if (_files.Exists)
        {
            var stale = _files.RemoveStaleLocks();
            if (stale > 0)
            {
                Log.StaleLocks(_logger, stale);
            }

            _files.WriteConfig(_files.Directory);
        }
        else
        {
            await CloneAsync(cancellationToken);
        }

        RecordTip(await SoundTipAsync(cancellationToken));
    }

    /// <summary>The tip, after checking that it and its tree can be read, which an incomplete write would break first.</summary>
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

        // The full history of one branch, without a work tree. Not shallow, because ancestry is queried; not without blobs,
        // because then reading a file for the first time would need a connection.
        await CloneStepAsync(["init", "--quiet", "--bare", "--template="], cancellationToken);
        _files.WriteConfig(_files.New);
        await CloneStepAsync(FetchArguments, cancellationToken);
        await CloneStepAsync(["commit-graph", "write", "--reachable"], cancellationToken);
        _files.Adopt();
        Log.Cloned(_logger, RemoteAddress.Redact(_options.Url), System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private async Task CloneStepAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await _cloning.RunAsync(arguments, _options.CloneTimeout, cancellationToken);
        if (result.Succeeded)
        {
            return;
        }

        throw result.Error.Contains("couldn't find remote ref", StringComparison.Ordinal)
            ? new OutsideException($"{What} has no branch '{_options.Branch}'. Create it, or set {ConfigRepositoryOptions.Section}:Branch.", FailureKind.NotFound)
            : GitFailure.Translate(result, $"{What} could not be cloned");
    }

    /// <summary>Packs loose objects if there are many. A failure only makes reading slower.</summary>
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
            Log.MaintenanceFailed(_logger, result.Error);
        }

        return result.Succeeded;
    }

    private static partial class Log
    {
        [LoggerMessage(4110, LogLevel.Information, "Cloned the configuration repository {Url} in {Seconds:0.0} s")]
        public static partial void Cloned(ILogger logger, string url, double seconds);

        [LoggerMessage(4111, LogLevel.Debug, "The configuration repository is at {Commit}")]
        public static partial void Moved(ILogger logger, string commit);

        [LoggerMessage(4112, LogLevel.Warning, "The mirror {Directory} is damaged ({Reason}); it is set aside and cloned again")]
        public static partial void Damaged(ILogger logger, string directory, string reason);

        [LoggerMessage(4113, LogLevel.Information, "The mirror {Directory} is of another repository or branch; it is cloned again")]
        public static partial void OtherOrigin(ILogger logger, string directory);

        [LoggerMessage(4114, LogLevel.Information, "Removed {Count} lock or temporary files that killed git processes had left in the mirror")]
        public static partial void StaleLocks(ILogger logger, int count);

        [LoggerMessage(4115, LogLevel.Information, "Somebody else pushed to the configuration repository first; trying again")]
        public static partial void LostRace(ILogger logger);

        [LoggerMessage(4116, LogLevel.Warning, "Packing the mirror failed: {Error}")]
        public static partial void MaintenanceFailed(ILogger logger, string error);
    }
}
