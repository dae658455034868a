using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Release.Core.Access;
using Release.Data.Stores;
using Release.Web.Errors;

namespace Release.Web.SignIn;

/// <summary>Authenticates machines by <c>Authorization: Bearer TOKEN</c>, and answers 401 to every request without sign-in.</summary>
internal sealed class ApiTokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiTokenStore tokens, FailureLimit failures)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Bearer = "Bearer";

    // Longer than any real token; longer headers are not hashed, to save time.
    private const int LongestToken = 512;

    private bool _tooMany;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        var parts = header.Split(' ', 2);
        if (!string.Equals(parts[0], Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var presented = parts.Length == 2 ? parts[1].Trim() : "";
        if (presented.Length is 0 or > LongestToken)
        {
            return Fail("The token is empty or too long.");
        }

        var hash = TokenSecret.HashOf(presented);
        // Somebody who guesses tokens must not lock out others behind the same address: a token that was recently found is still accepted.
        if (failures.IsReached(Context) && !tokens.WasFound(hash))
        {
            _tooMany = true;
            return AuthenticateResult.Fail("This address sent too many wrong tokens.");
        }

        var token = await tokens.FindByHashAsync(hash, Context.RequestAborted);
        if (token is null || !(SameHash(token.Hash, hash) || (token.FormerHash is { } former && SameHash(former, hash))))
        {
            return Fail("The token is unknown.");
        }

        var now = TimeProvider.GetUtcNow();
        if (token.Problem(hash, now) is { } problem)
        {
            return Fail(problem);
        }

        await tokens.TouchAsync(token, now, Context.RequestAborted);
        var actor = Actor.Machine(token.Name, token.Scopes, token.Environments) with { Until = token.ExpiresAt };
        return AuthenticateResult.Success(new AuthenticationTicket(actor.ToPrincipal(Scheme.Name), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        if (_tooMany)
        {
            Response.Headers.RetryAfter = FailureLimit.RetryAfter;
            await Problems.Of(StatusCodes.Status429TooManyRequests, "Too many failures", $"{result.Failure?.Message} Wait a minute, then send a valid token.")
                .ExecuteAsync(Context);
            return;
        }

        Response.Headers.Append(HeaderNames.WWWAuthenticate, "Bearer realm=\"Release\"");
        await Problems.Of(
            StatusCodes.Status401Unauthorized,
            "Sign-in is needed",
            (result.Failure is null ? "" : result.Failure.Message + " ") + "Send a machine token: 'Authorization: Bearer TOKEN'.")
            .ExecuteAsync(Context);
    }

    private AuthenticateResult Fail(string why)
    {
        failures.Count(Context);
        return AuthenticateResult.Fail(why);
    }

    private static bool SameHash(string stored, string presented) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(stored), Encoding.ASCII.GetBytes(presented));
}
