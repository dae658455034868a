using Microsoft.Extensions.Logging;

namespace Release.Integrations.Git;

internal sealed partial class GitProcess
{
    [LoggerMessage(4100, LogLevel.Debug, "git {Command} ended with {ExitCode} after {Milliseconds:0} ms")]
    private static partial void LogRan(ILogger logger, string command, int exitCode, double milliseconds);

    [LoggerMessage(4101, LogLevel.Warning, "git {Command} was stopped after {Seconds:0.#} s")]
    private static partial void LogTooLong(ILogger logger, string command, double seconds);
}
