using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Tokens;

/// <summary>The GitHub App's key pair: the product reads the private key from <c>github-app.pem</c>; the public key verifies its tokens.</summary>
internal sealed class AppKey(string path, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly Lazy<RSA> _key = new(() => Open(path));
    private readonly CancellationTokenSource _stopping = new();
    private Task _creation = Task.CompletedTask;

    /// <summary>The file with the private key; reading this property creates it.</summary>
    public string Path
    {
        get
        {
            _ = _key.Value;
            return path;
        }
    }

    /// <summary>
    /// Creates the pair in the background unless somebody needs it first. Finding primes takes a tenth of a second or, on a busy machine, much longer,
    /// and the start should not wait for a rarely used key.
    /// </summary>
    public void CreateLater() => _creation = Task.Run(async () =>
    {
        try
        {
            await Task.Delay(Later, time, _stopping.Token);
            _ = _key.Value;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return; // The sandbox is stopping, and nobody needed the key.
        }
    });

    /// <summary>Verifies a JSON web token as GitHub does: RS256 with this key, issued by the app, valid for at most ten minutes.</summary>
    /// <exception cref="GitHubException">401 with GitHub's message.</exception>
    public void Check(string? jwt)
    {
        var parts = (jwt ?? "").Split('.');
        if (parts.Length != 3 || Decode(parts[0]) is not { } header || Decode(parts[1]) is not { } claims
            || header["alg"]?.ToString() != "RS256" || !IsSigned(parts))
        {
            throw Refused("A JSON web token could not be decoded");
        }

        if (claims["iss"]?.ToString() != SandboxGitHub.AppId.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            throw Refused("'Issuer' claim ('iss') must be an Integer");
        }

        var now = time.GetUtcNow();
        if (Time(claims, "iat") is not { } issued || issued > now + Skew)
        {
            throw Refused("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
        }

        if (Time(claims, "exp") is not { } end || end <= now)
        {
            throw Refused("'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires");
        }

        if (end > now + Longest)
        {
            throw Refused("'Expiration time' claim ('exp') is too far in the future");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _creation;
        _stopping.Dispose();
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static RSA Open(string path)
    {
        if (!File.Exists(path))
        {
            var made = RSA.Create(2048);
            StateFile.Write(path, Encoding.ASCII.GetBytes(made.ExportRSAPrivateKeyPem() + "\n"), secret: true);
            return made;
        }

        var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(path));
        return key;
    }

    private bool IsSigned(string[] parts) =>
        Bytes(parts[2]) is { } signature
        && _key.Value.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static DateTimeOffset? Time(JsonObject claims, string name) =>
        claims[name] is JsonValue value && value.TryGetValue<double>(out var seconds) && seconds is > 0 and < 1e11
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    private static JsonObject? Decode(string part)
    {
        try
        {
            return Bytes(part) is { } bytes ? JsonNode.Parse(bytes) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Bytes(string part)
    {
        var buffer = new byte[part.Length];
        return System.Buffers.Text.Base64Url.TryDecodeFromChars(part, buffer, out var written) ? buffer[..written] : null;
    }

    private static GitHubException Refused(string message) => new(StatusCodes.Status401Unauthorized, message);
}
