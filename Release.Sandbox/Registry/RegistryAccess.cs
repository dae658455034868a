using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Registry;

/// <summary>
/// The registry's authentication: <c>/token</c> issues tokens for the requested scopes (to anybody, because the images are public; also with a GitHub token),
/// and other requests without a token are challenged. Source: the distribution project's token specification.
/// </summary>
/// <param name="isMachineToken">Whether a password is a valid GitHub token.</param>
internal sealed class RegistryAccess(RegistryTokens tokens, Func<string, bool> isMachineToken, TimeProvider time)
{
    private const string Service = "sandbox-registry";

    /// <summary>Answers <c>/token?service=…&amp;scope=repository:&lt;name&gt;:pull</c>; scopes may come several times or separated by spaces.</summary>
    public async Task IssueAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString() is { Length: > 0 } header
            && !(BasicCredentials.Read(header) is { } credentials && isMachineToken(credentials.Password))) // The user name is ignored, as in GitHub's registry.
        {
            await RegistryError.Unauthorized("incorrect username or password").WriteAsync(context);
            return;
        }

        var scopes = context.Request.Query["scope"].OfType<string>().SelectMany(scope => scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var granted = scopes.Select(PulledName).OfType<string>().ToList();
        if (scopes.Count > 0 && granted.Count == 0)
        {
            await RegistryError.Denied().WriteAsync(context);
            return;
        }

        var token = tokens.Issue(granted);
        await context.Response.WriteAsJsonAsync(
            new { token, access_token = token, expires_in = (int)RegistryTokens.Lifetime.TotalSeconds, issued_at = Rfc3339.Format(time.GetUtcNow()) },
            context.RequestAborted);
    }

    /// <summary>True when the request is allowed; otherwise it was answered with a 401 challenge.</summary>
    /// <param name="name">The requested repository; null for the base address, which accepts any valid token.</param>
    public async Task<bool> CheckAsync(HttpContext context, string? name)
    {
        var sent = AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization.ToString(), out var header) && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : null;
        var allowed = sent is null ? null : tokens.Read(sent);
        if (allowed is not null && (name is null || allowed.Contains(name, StringComparer.Ordinal)))
        {
            return true;
        }

        var challenge = new StringBuilder().Append(CultureInfo.InvariantCulture, $"Bearer realm=\"{context.Request.Scheme}://{context.Request.Host}/token\",service=\"{Service}\"");
        if (name is not null)
        {
            challenge.Append(CultureInfo.InvariantCulture, $",scope=\"repository:{name}:pull\"");
        }

        if (sent is not null)
        {
            challenge.Append(allowed is null ? ",error=\"invalid_token\"" : ",error=\"insufficient_scope\"");
        }

        context.Response.Headers.WWWAuthenticate = challenge.ToString();
        await RegistryError.Unauthorized().WriteAsync(context);
        return false;
    }

    private static string? PulledName(string scope) =>
        scope.Split(':') is ["repository", var name, var actions] && actions.Split(',').Any(action => action is "pull" or "*") ? name : null;
}

/// <summary>
/// Self-contained bearer tokens with scope and expiry, signed with a key of the process:
/// after a restart clients are challenged again, as after an expiry.
/// </summary>
internal sealed class RegistryTokens(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <param name="repositories">Repositories that may be pulled.</param>
    public string Issue(IReadOnlyList<string> repositories)
    {
        var content = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Content(repositories, time.GetUtcNow() + Lifetime)));
        return $"{content}.{Sign(content)}";
    }

    /// <summary>The repositories that the token allows; null when it is invalid or expired.</summary>
    public IReadOnlyList<string>? Read(string token)
    {
        if (token.Split('.') is not [var content, var signature]
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(Sign(content))))
        {
            return null;
        }

        // The signature was verified, so the content is valid.
        var read = JsonSerializer.Deserialize<Content>(Base64Url.DecodeFromChars(content))!;
        return read.Until > time.GetUtcNow() ? read.Repositories : null;
    }

    private string Sign(string content) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(content)));

    private sealed record Content(IReadOnlyList<string> Repositories, DateTimeOffset Until);
}
