using Microsoft.Extensions.Logging;

namespace Release.Data.Events;

public sealed partial class EventFollower
{
    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Error, "Could not read the event log; what the pages show stands still until the next try in a second.")]
        public static partial void CannotRead(ILogger logger, Exception exception);
    }
}
