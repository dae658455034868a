namespace Release.Web.Jobs;

internal sealed partial class CellSweep
{
    private static partial class Log
    {
        [LoggerMessage(6021, LogLevel.Information, "{Count} cells with a deployment under way go on")]
        public static partial void Begun(ILogger logger, int count);

        [LoggerMessage(6022, LogLevel.Error, "Could not look for cells that are due; the next look is in a second")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(6023, LogLevel.Warning, "The clock went back by {Back}; {Count} cells with a deployment under way are looked at now")]
        public static partial void ClockWentBack(ILogger logger, TimeSpan back, int count);

        [LoggerMessage(6024, LogLevel.Warning, "{Count} cells had a deployment under way and no time to look at it; they are looked at now")]
        public static partial void Forgotten(ILogger logger, int count);
    }
}
