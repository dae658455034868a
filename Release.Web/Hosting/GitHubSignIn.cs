using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;
using Release.Core.Access;
using Release.Core.Failures;
using Release.Integrations.GitHub;
using Release.Integrations.GitHub.Client;
using Release.Web.Components;

namespace Release.Web.Hosting;

/// <summary>
/// Sign-in with GitHub: the framework's OAuth handler with PKCE and state. The person's token is used once, to read who it
/// is, and dropped; memberships are asked for with Release's own rights.
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
        // The way back is a navigation, which brings lax cookies. The default, none, needs https, and loopback has none.
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
            // When this session ends, the sandbox must not make an admin of the person by itself.
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

    /// <summary>The framework tells its failures apart by their text alone; that of some repeats what GitHub sent.</summary>
    private static SignInProblem ProblemOf(AuthenticationFailureException failure) =>
        // GitHub's own words for what is wrong with a code stand in the data; without them something else answered, or a page of its trouble.
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
}
