namespace Release.Web.Jobs;

internal sealed partial class ActiveCellSweep
{
    private static partial class Log
    {
        [LoggerMessage(6021, LogLevel.Information, "Woke {Count} cells with an active deployment: {Cells}.")]
        public static partial void Woken(ILogger logger, int count, string cells);

        [LoggerMessage(6022, LogLevel.Error, "Could not look for deployments that were left behind; the next look is in a minute.")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
