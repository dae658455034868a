namespace Release.Web.Components.Pages.Activity;

public sealed partial class ActivityPage
{
    private static partial class Log
    {
        [LoggerMessage(7211, LogLevel.Warning, "A page could not read the event log; trying again.")]
        public static partial void CannotRead(ILogger logger, Exception error);
    }
}
