using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Release.Core.Failures;

namespace Release.Integrations.GitHub.Client;

/// <summary>Release's credential for GitHub.</summary>
internal interface IGitHubCredential
{
    /// <summary>Null means anonymous: public repositories only, at 60 requests an hour.</summary>
    ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken);

    /// <summary>Call when GitHub refused the credential. Returns whether a retry may get another one.</summary>
    bool Rejected(AuthenticationHeaderValue? authorization);
}

/// <summary>A personal access token; anonymous if it is empty.</summary>
internal sealed class FixedCredential(string token) : IGitHubCredential
{
    private readonly AuthenticationHeaderValue? _header = token.Length > 0 ? new AuthenticationHeaderValue("Bearer", token) : null;

    public ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_header);

    public bool Rejected(AuthenticationHeaderValue? authorization) => false;
}

/// <summary>
/// The credential of a GitHub App's installation. A token lives an hour. In its last five minutes one caller renews it while
/// the others use the old one; if GitHub refuses it, it is renewed at once.
/// </summary>
internal sealed partial class AppCredential(GitHubOptions options, GitHubApi api, TimeProvider clock, ILogger logger) : IGitHubCredential, IDisposable
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    /// <summary>A token must be valid this long to be used for a request.</summary>
    private static readonly TimeSpan LeastValidity = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private Token? _token;
    private long _installation = options.App.InstallationId;

    public async ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken)
    {
        var token = Volatile.Read(ref _token);
        if (token is not null && token.Expires - RenewBefore > clock.GetUtcNow())
        {
            return token.Header;
        }

        // While one caller renews it, the others use the old one.
        var isGood = token is not null && token.Expires > clock.GetUtcNow() + LeastValidity;
        if (!await _turn.WaitAsync(isGood ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, cancellationToken))
        {
            return token!.Header;
        }

        try
        {
            var current = Volatile.Read(ref _token);
            if (current is null || current.Expires - RenewBefore <= clock.GetUtcNow())
            {
                Volatile.Write(ref _token, current = await RenewAsync(current, cancellationToken));
            }

            return current.Header;
        }
        finally
        {
            _turn.Release();
        }
    }

    public bool Rejected(AuthenticationHeaderValue? authorization)
    {
        // Drop only the refused token: another caller may have renewed it in the meantime.
        var current = Volatile.Read(ref _token);
        if (current is not null && ReferenceEquals(current.Header, authorization))
        {
            Interlocked.CompareExchange(ref _token, null, current);
        }

        return true;
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Token> RenewAsync(Token? current, CancellationToken cancellationToken)
    {
        try
        {
            var app = new FixedCredential(Assertion());
            var installation = _installation > 0 ? _installation : _installation = await FindInstallationAsync(app, cancellationToken);
            var made = await api.SendAsAsync(
                app, GitHubRoutes.InstallationToken, "a token of Release's GitHub App", client => new Octokit.GitHubAppsClient(client).CreateInstallationToken(installation)!, cancellationToken);
            Log.Renewed(logger, installation, made.ExpiresAt);
            return new Token(new AuthenticationHeaderValue("Bearer", made.Token), made.ExpiresAt);
        }
        catch (OutsideException exception) when (current is not null && current.Expires > clock.GetUtcNow() + LeastValidity)
        {
            // The token is still valid for some minutes, and the next request tries to renew it again.
            Log.NotRenewed(logger, current.Expires, exception.Message);
            return current;
        }
    }

    private async Task<long> FindInstallationAsync(FixedCredential app, CancellationToken cancellationToken)
    {
        var found = await api.SendAsAsync(
            app, GitHubRoutes.OrganisationInstallation, $"the installation of Release's GitHub App in {options.Organisation}",
            client => new Octokit.GitHubAppsClient(client).GetOrganizationInstallationForCurrent(GitHubRoute.Segment(options.Organisation))!, cancellationToken);
        return found.Id;
    }

    private string Assertion()
    {
        try
        {
            var key = options.App.PrivateKey.Length > 0 ? options.App.PrivateKey : File.ReadAllText(options.App.PrivateKeyFile);
            return AppToken.Make(options.App.Id, key, clock.GetUtcNow());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutsideException($"The key of Release's GitHub App cannot be read: {exception.Message} Check {GitHubOptions.Section}:App:PrivateKeyFile.", FailureKind.Permission, exception);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Without the exception, whose message may quote the key.
            throw new OutsideException($"The key of Release's GitHub App is not an unencrypted RSA key in PEM. Check {GitHubOptions.Section}:App:PrivateKeyFile.", FailureKind.Permission);
        }
    }

    private sealed record Token(AuthenticationHeaderValue Header, DateTimeOffset Expires)
    {
        /// <summary>Without the token's value.</summary>
        public override string ToString() => $"a token until {Expires:u}";
    }

    private static partial class Log
    {
        [LoggerMessage(4400, LogLevel.Debug, "GitHub gave installation {Installation} a token until {Expires}")]
        public static partial void Renewed(ILogger logger, long installation, DateTimeOffset expires);

        [LoggerMessage(4401, LogLevel.Warning, "The token of Release's GitHub App could not be renewed; the old one is used until {Expires}: {Why}")]
        public static partial void NotRenewed(ILogger logger, DateTimeOffset expires, string why);
    }
}

/// <summary>The JSON web token with which a GitHub App authenticates (RS256, RFC 7519).</summary>
internal static class AppToken
{
    /// <summary>Backdates the token, as GitHub advises, so that with differing clocks it is not in the future.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>GitHub accepts at most ten minutes, by its own clock.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(9);

    /// <param name="issuer">The app's id or client id.</param>
    /// <param name="pem">Its private key, PKCS#1 or PKCS#8.</param>
    /// <exception cref="CryptographicException">The key cannot be used.</exception>
    /// <exception cref="ArgumentException">The text holds no key.</exception>
    public static string Make(string issuer, string pem, DateTimeOffset now)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        var claims = new JsonObject { ["iat"] = (now - ClockSkew).ToUnixTimeSeconds(), ["exp"] = (now + Lifetime).ToUnixTimeSeconds(), ["iss"] = issuer };
        var content = $"{Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }
}
