namespace Release.Web.Hosting;

internal sealed partial class GitHubSignIn
{
    private static partial class Log
    {
        // The failure's own text may repeat what GitHub sent, so only its kind is written.
        [LoggerMessage(7001, LogLevel.Warning, "A sign-in with GitHub came to nothing: {Problem} ({Failure}).")]
        public static partial void SignInFailed(ILogger logger, SignInProblem problem, string failure);
    }
}
