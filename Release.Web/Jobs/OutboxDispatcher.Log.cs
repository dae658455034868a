namespace Release.Web.Jobs;

internal sealed partial class OutboxDispatcher
{
    private static partial class Log
    {
        [LoggerMessage(6031, LogLevel.Warning, "{Count} messages were being sent when Release ended; they may have arrived and are not sent again.")]
        public static partial void Abandoned(ILogger logger, int count);

        [LoggerMessage(6032, LogLevel.Warning, "Message {Key} was not sent; it is tried again in {Pause}.")]
        public static partial void TryingAgain(ILogger logger, Exception exception, string key, TimeSpan pause);

        [LoggerMessage(6033, LogLevel.Error, "Message {Key} was not sent after {Attempts} attempts and is given up.")]
        public static partial void GivenUp(ILogger logger, Exception exception, string key, int attempts);

        [LoggerMessage(6034, LogLevel.Warning, "Message {Key} may or may not have arrived; it is not sent again.")]
        public static partial void Unknown(ILogger logger, Exception exception, string key);
    }
}
