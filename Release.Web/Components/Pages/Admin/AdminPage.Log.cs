namespace Release.Web.Components.Pages.Admin;

public abstract partial class AdminPage
{
    private static partial class Log
    {
        [LoggerMessage(7201, LogLevel.Warning, "A page could not read {What}; trying again.")]
        public static partial void CannotRead(ILogger logger, string what, Exception error);

        [LoggerMessage(7202, LogLevel.Warning, "What was asked for on the page of {What} was perhaps not done.")]
        public static partial void NotDone(ILogger logger, string what, Exception error);
    }
}
