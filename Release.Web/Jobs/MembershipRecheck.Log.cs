namespace Release.Web.Jobs;

internal sealed partial class MembershipRecheck
{
    private static partial class Log
    {
        [LoggerMessage(7101, LogLevel.Information, "The memberships of {Login} changed on GitHub, and the role with them.")]
        public static partial void Changed(ILogger logger, string login);

        [LoggerMessage(7102, LogLevel.Warning, "Memberships could not be asked for; roles stay as they were last confirmed. {Why}")]
        public static partial void Away(ILogger logger, string why);

        [LoggerMessage(7104, LogLevel.Warning, "The memberships of {Login} could not be looked at; trying again.")]
        public static partial void PersonFailed(ILogger logger, string login, Exception error);
    }
}
