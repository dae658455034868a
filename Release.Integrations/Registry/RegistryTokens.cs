using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Release.Core.Failures;

namespace Release.Integrations.Registry;

/// <summary>
/// Bearer tokens, one for each image, cached until they expire. User name and password are sent only to the token server
/// that the registry names, and only by https or to this machine.
/// </summary>
internal sealed class RegistryTokens(HttpClient http, RegistryOptions options, TimeProvider clock)
{
    private const int MostKept = 1000;
    private const int LargestAnswer = 64 * 1024;
    private const double DefaultSeconds = 60;
    private const double LongestSeconds = 24 * 60 * 60;
    private readonly ConcurrentDictionary<string, RegistryToken> _kept = new(StringComparer.Ordinal);

    public string? Kept(string image) =>
        _kept.TryGetValue(image, out var token) && token.Until > clock.GetUtcNow() ? token.Value : null;

    public void Forget(string image) => _kept.TryRemove(image, out _);

    /// <param name="image">The image's name, without a tag.</param>
    /// <param name="challenge">The registry's challenge.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OutsideException">The token server gave no token.</exception>
    public async Task<string> FetchAsync(string image, AuthenticationChallenge challenge, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(image, challenge));
        if (options.Password.Length > 0)
        {
            request.Headers.Authorization = Basic(options);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            throw new OutsideException($"The registry's token server answered {(int)response.StatusCode} for {image}.", FailureKind.Permission);
        }

        RegistryAnswers.ThrowUnlessWell(response, image, options);
        var token = await ReadAsync(response, cancellationToken);
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        _kept[image] = token;
        return token.Value;
    }

    public static AuthenticationHeaderValue Basic(RegistryOptions options) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Username}:{options.Password}")));

    private Uri Address(string image, AuthenticationChallenge challenge)
    {
        if (!Uri.TryCreate(challenge["realm"], UriKind.Absolute, out var realm) || realm.Scheme is not ("http" or "https") || realm.UserInfo.Length > 0)
        {
            throw new OutsideException("The registry asks for a token but does not say where to get one.", FailureKind.Permission);
        }

        // Also without a password, because others could read the token and use it.
        if (!RegistryAddress.IsSafeForSecrets(realm))
        {
            throw new OutsideException(
                $"The registry names {realm.GetLeftPart(UriPartial.Authority)} as its token server, which is not an https address; Release requests tokens only by https.", FailureKind.Permission);
        }

        var query = new StringBuilder(realm.Query.Length > 1 ? realm.Query + "&" : "?");
        query.Append("scope=").Append(Uri.EscapeDataString(challenge["scope"] ?? $"repository:{image}:pull"));
        if (challenge["service"] is { Length: > 0 } service)
        {
            query.Append("&service=").Append(Uri.EscapeDataString(service));
        }

        return new Uri(realm.GetLeftPart(UriPartial.Path) + query);
    }

    private async Task<RegistryToken> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[LargestAnswer];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            var answer = JsonSerializer.Deserialize(buffer.AsSpan(0, read), RegistryJson.Default.RegistryTokenAnswer);
            if ((answer?.Token ?? answer?.AccessToken) is { Length: > 0 } value && value.All(letter => letter is > ' ' and < '\x7f'))
            {
                var seconds = answer!.ExpiresIn is > 0 and { } given ? Math.Min(given, LongestSeconds) : DefaultSeconds;
                return new RegistryToken(value, clock.GetUtcNow() + TimeSpan.FromSeconds(seconds - Math.Min(seconds / 5, 10)));
            }
        }
        catch (JsonException)
        {
            // Without the parser's message, which may quote the answer, and so a token.
            throw NoToken();
        }

        throw NoToken();
    }

    private static OutsideException NoToken() => new("The registry's token server did not answer with a token.", FailureKind.Network);
}

/// <summary>A bearer token for one repository; never logged.</summary>
/// <param name="Until">Not used from then on; a little before its expiry at the registry.</param>
internal sealed record RegistryToken(string Value, DateTimeOffset Until)
{
    /// <summary>Without the value.</summary>
    public override string ToString() => $"a token until {Until:u}";
}

/// <summary>
/// A token server's answer, as the distribution project describes it: <c>token</c>, or <c>access_token</c> of OAuth 2, and
/// for how many seconds it is valid (60 if it does not say).
/// </summary>
internal sealed record RegistryTokenAnswer(
    [property: JsonPropertyName("token")] string? Token,
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] double? ExpiresIn)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => "a token server's answer";
}

[JsonSerializable(typeof(RegistryTokenAnswer))]
internal sealed partial class RegistryJson : JsonSerializerContext;
