using Microsoft.Extensions.Logging;

namespace Release.Integrations.GitHub.Client;

internal sealed partial class AppCredential
{
    [LoggerMessage(4400, LogLevel.Debug, "GitHub gave installation {Installation} a token until {Expires}")]
    private static partial void LogRenewed(ILogger logger, long installation, DateTimeOffset expires);

    [LoggerMessage(4401, LogLevel.Warning, "The token of Release's GitHub App could not be renewed and is used on until {Expires}: {Why}")]
    private static partial void LogNotRenewed(ILogger logger, DateTimeOffset expires, string why);
}
