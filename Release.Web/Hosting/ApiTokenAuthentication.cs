using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Release.Core.Policies;
using Release.Data.Stores;

namespace Release.Web.Hosting;

/// <summary>Machines sign in with <c>Authorization: Bearer TOKEN</c>. Also answers every request that lacks a sign-in with 401.</summary>
internal sealed class ApiTokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiTokenStore tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Bearer = "Bearer";

    // Longer than any token of ours; keeps a hostile header from being hashed at length.
    private const int LongestToken = 512;

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
            return AuthenticateResult.Fail("The token is empty or too long.");
        }

        var hash = TokenHash.Of(presented);
        var token = await tokens.FindByHashAsync(hash, Context.RequestAborted);
        if (token is null || !SameHash(token.Hash, hash))
        {
            return AuthenticateResult.Fail("The token is not known.");
        }

        if (token.RevokedAt is not null)
        {
            return AuthenticateResult.Fail($"The token '{token.Name}' was revoked.");
        }

        await tokens.TouchAsync(token, TimeProvider.GetUtcNow(), Context.RequestAborted);
        var actor = Actor.Machine(token.Name, token.Scopes, token.Environments);
        return AuthenticateResult.Success(new AuthenticationTicket(actor.ToPrincipal(Scheme.Name), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        Response.Headers.Append(HeaderNames.WWWAuthenticate, "Bearer realm=\"Release\"");
        await Problems.Of(
            StatusCodes.Status401Unauthorized,
            "Sign-in is needed",
            (result.Failure is null ? "" : result.Failure.Message + " ") + "Send a machine token: 'Authorization: Bearer TOKEN'.")
            .ExecuteAsync(Context);
    }

    private static bool SameHash(string stored, string presented) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(stored), Encoding.ASCII.GetBytes(presented));
}
