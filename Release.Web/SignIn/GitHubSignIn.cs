using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;
using Release.Core.Access;
using Release.Core.Failures;
using Release.Integrations.GitHub;
using Release.Integrations.GitHub.Client;
using Release.Web.Options;
using Release.Web.Urls;

namespace Release.Web.SignIn;

/// <summary>
/// Sign-in with GitHub, by the framework's OAuth handler with PKCE and state. The person's token is used once, to read the
/// account, and is not kept; memberships are read with Release's own token.
/// </summary>
internal sealed partial class GitHubSignIn(
    IOptions<GitHubOptions> addresses, SignInSettings settings, PersonSessions sessions, FailureLimit failures, ReleaseOptions options, ILogger<GitHubSignIn> logger)
{
    public const string CallbackPath = "/sign-in/callback";

    public void Configure(OAuthOptions oauth)
    {
        var github = addresses.Value;
        var web = github.WebAddress.TrimEnd('/');
        oauth.ClientId = settings.GitHub.ClientId;
        oauth.ClientSecret = settings.GitHub.ClientSecret;
        oauth.AuthorizationEndpoint = $"{web}/login/oauth/authorize";
        oauth.TokenEndpoint = $"{web}/login/oauth/access_token";
        oauth.UserInformationEndpoint = GitHubAccounts.AddressOf(github);
        oauth.CallbackPath = CallbackPath;
        oauth.SignInScheme = ReleaseSchemes.Session;
        oauth.UsePkce = true;
        oauth.SaveTokens = false;
        oauth.Scope.Add("read:user");
        oauth.BackchannelTimeout = github.RequestTimeout;
        // GitHub's redirect is a navigation, which sends lax cookies. The default (None) requires https, which loopback does not have.
        oauth.CorrelationCookie.SameSite = SameSiteMode.Lax;
        oauth.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        oauth.Events = Events();
    }

    private OAuthEvents Events() => new()
    {
        OnCreatingTicket = ReadAccountAsync,
        OnTicketReceived = BeginSessionAsync,
        OnRemoteFailure = FailAsync,
        OnAccessDenied = context =>
        {
            context.HandleResponse();
            return LeaveAsync(context.HttpContext, SignInProblem.Denied, ReturnUrlOf(context.Properties));
        },
    };

    private async Task ReadAccountAsync(OAuthCreatingTicketContext context)
    {
        var account = await GitHubAccounts.ReadAsync(context.Backchannel, addresses.Value, context.AccessToken ?? "", context.HttpContext.RequestAborted);
        var actor = await sessions.SignInAsync(account, context.HttpContext.RequestAborted)
            ?? throw new NoRoleException();
        context.Principal = actor.ToPrincipal(ReleaseSchemes.Session);
    }

    private Task BeginSessionAsync(TicketReceivedContext context)
    {
        context.ReturnUri = LocalReturnUrl.Of(context.ReturnUri);
        if (options.IsSandbox)
        {
            // When this session ends, the sandbox must not sign the person in as admin automatically.
            SandboxSignIn.StaySignedOut(context.HttpContext);
        }

        return Task.CompletedTask;
    }

    private Task FailAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        var problem = context.Failure switch
        {
            NoRoleException => SignInProblem.NoRole,
            OutsideException or HttpRequestException or OperationCanceledException or JsonException => SignInProblem.Away,
            AuthenticationFailureException failure => ProblemOf(failure),
            _ => SignInProblem.Failed,
        };
        if (problem is SignInProblem.Expired or SignInProblem.Failed or SignInProblem.NoRole)
        {
            failures.Count(context.HttpContext);
        }

        Log.SignInFailed(logger, problem, context.Failure?.GetType().Name ?? "none");
        return LeaveAsync(context.HttpContext, problem, ReturnUrlOf(context.Properties));
    }

    /// <summary>The framework's failures differ only in their text.</summary>
    private static SignInProblem ProblemOf(AuthenticationFailureException failure) =>
        // When GitHub rejects a code, its error is in the exception's data. Without one, GitHub itself failed or something else answered.
        failure.Message.StartsWith("OAuth token endpoint failure", StringComparison.Ordinal)
            ? failure.Data.Contains("error") ? SignInProblem.Failed : SignInProblem.Away
        : failure.Message.StartsWith("Correlation failed", StringComparison.Ordinal) || failure.Message.StartsWith("The oauth state", StringComparison.Ordinal)
            ? SignInProblem.Expired
        : SignInProblem.Failed;

    private static string? ReturnUrlOf(AuthenticationProperties? properties) => properties?.RedirectUri;

    private static Task LeaveAsync(HttpContext context, SignInProblem problem, string? returnUrl)
    {
        context.Response.Redirect(ReleaseUrls.SignInOf(LocalReturnUrl.Of(returnUrl), problem));
        return Task.CompletedTask;
    }

    private sealed class NoRoleException() : Exception("No membership gives a role.");

    private static partial class Log
    {
        // The exception's text may repeat what GitHub sent, so only its type is logged.
        [LoggerMessage(7001, LogLevel.Warning, "A sign-in with GitHub failed: {Problem} ({Failure}).")]
        public static partial void SignInFailed(ILogger logger, SignInProblem problem, string failure);
    }
}
