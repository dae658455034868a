namespace Release.Web.Jobs;

internal sealed partial class ConfigurationWatch
{
    private static partial class Log
    {
        [LoggerMessage(4131, LogLevel.Debug, "Read the configuration repository at {Commit}: {Changed} cells changed")]
        public static partial void Read(ILogger logger, string commit, int changed);

        [LoggerMessage(4132, LogLevel.Warning, "The configuration repository could not be read; trying again")]
        public static partial void CouldNotRead(ILogger logger, Exception exception);

        [LoggerMessage(4133, LogLevel.Trace, "Looking at the configuration repository for what others pushed")]
        public static partial void IntervalOver(ILogger logger);

        [LoggerMessage(4134, LogLevel.Trace, "A look was due already")]
        public static partial void AlreadySignalled(ILogger logger);
    }
}
