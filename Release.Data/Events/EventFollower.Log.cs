using Microsoft.Extensions.Logging;

namespace Release.Data.Events;

public sealed partial class EventFollower
{
    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Error, "Could not read the event log; pages are not updated until the next attempt in a second.")]
        public static partial void CannotRead(ILogger logger, Exception exception);
    }
}
