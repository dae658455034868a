namespace Release.Web.Jobs;

internal sealed partial class WebhookWorker
{
    private static partial class Log
    {
        [LoggerMessage(6321, LogLevel.Information, "Webhook {Event} {Id}: {Outcome}")]
        public static partial void Worked(ILogger logger, string @event, string id, string outcome);

        [LoggerMessage(6322, LogLevel.Warning, "Webhook {Event} {Id} is not readable. {Why}")]
        public static partial void NotReadable(ILogger logger, string @event, string id, string why);

        [LoggerMessage(6323, LogLevel.Warning, "Webhook {Event} {Id} could not be worked; it is tried again in {Pause}.")]
        public static partial void TryingAgain(ILogger logger, Exception exception, string @event, string id, TimeSpan pause);

        [LoggerMessage(6324, LogLevel.Error, "Webhook {Event} {Id} could not be worked after {Attempts} attempts and is given up.")]
        public static partial void GivenUp(ILogger logger, Exception exception, string @event, string id, int attempts);
    }
}
