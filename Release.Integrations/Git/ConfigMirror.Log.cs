using Microsoft.Extensions.Logging;

namespace Release.Integrations.Git;

internal sealed partial class ConfigMirror
{
    [LoggerMessage(4110, LogLevel.Information, "Cloned the configuration repository {Url} in {Seconds:0.0} s")]
    private static partial void LogCloned(ILogger logger, string url, double seconds);

    [LoggerMessage(4111, LogLevel.Debug, "The configuration repository is at {Commit}")]
    private static partial void LogMoved(ILogger logger, string commit);

    [LoggerMessage(4112, LogLevel.Warning, "The mirror {Directory} is damaged ({Reason}); it is set aside and cloned anew")]
    private static partial void LogDamaged(ILogger logger, string directory, string reason);

    [LoggerMessage(4113, LogLevel.Information, "The mirror {Directory} is of another repository or branch; it is cloned anew")]
    private static partial void LogOtherOrigin(ILogger logger, string directory);

    [LoggerMessage(4114, LogLevel.Information, "Removed {Count} files that killed git processes had left in the mirror")]
    private static partial void LogStaleLocks(ILogger logger, int count);

    [LoggerMessage(4115, LogLevel.Information, "Somebody else pushed to the configuration repository first; doing it again")]
    private static partial void LogLostRace(ILogger logger);

    [LoggerMessage(4116, LogLevel.Warning, "Packing the mirror failed: {Error}")]
    private static partial void LogMaintenanceFailed(ILogger logger, string error);
}
