using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Release.Core.Applications;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Integrations.Registry;

/// <summary>
/// The OCI distribution API (contracts §10): <c>HEAD /v2/NAME/manifests/TAG</c>, with a token if the registry asks for one.
/// Redirects are followed without credentials.
/// </summary>
internal sealed partial class OciImageRegistry(HttpClient http, RegistryOptions options, TimeProvider clock, ILogger<OciImageRegistry> logger) : IImageRegistry
{
    private const int MostRedirects = 3;

    private static readonly string[] Manifests =
    [
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    ];

    private readonly Uri _address = new(options.Address.TrimEnd('/') + "/", UriKind.Absolute);
    private readonly RegistryTokens _tokens = new(http, options, clock);
    private readonly ImageExistenceCache _found = new(clock);
    private volatile bool _wantsBasic;

    public string NameOf(SourceRepository repository, ImageTag tag) => $"{_address.Authority}/{ImageName.Of(repository, options.ImageTemplate)}:{tag}";

    public async Task<bool> ExistsAsync(SourceRepository repository, ImageTag tag, CancellationToken cancellationToken)
    {
        var image = ImageName.Of(repository, options.ImageTemplate);
        var name = $"{image}:{tag}";
        if (_found.Contains(name))
        {
            return true;
        }

        if (!ImageName.IsPossible(image))
        {
            Log.Impossible(logger, image);
            return false;
        }

        var exists = await WithinLimitAsync(limit => LookUpAsync(image, tag, limit), cancellationToken);
        if (exists)
        {
            _found.Add(name);
        }

        Log.LookedUp(logger, name, exists);
        return exists;
    }

    private async Task<bool> WithinLimitAsync(Func<CancellationToken, Task<bool>> ask, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.RequestTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await ask(both.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OutsideException($"The registry {_address.Authority} did not answer in {options.RequestTimeout.TotalSeconds:0.#} s.", FailureKind.Timeout, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new OutsideException($"The registry {_address.Authority} could not be reached: {exception.Message}", FailureKind.Network, exception);
        }
    }

    private async Task<bool> LookUpAsync(string image, ImageTag tag, CancellationToken cancellationToken)
    {
        var address = new Uri(_address, $"v2/{image}/manifests/{tag}");
        var known = Known(image);
        using var first = await HeadAsync(address, known, cancellationToken);
        if (first.StatusCode is not HttpStatusCode.Unauthorized)
        {
            return Exists(first, image);
        }

        // A cached token may have been revoked, so try once more with a new one.
        using var second = await HeadAsync(address, await AnswerAsync(first, image, known, cancellationToken), cancellationToken);
        return Exists(second, image);
    }

    private bool Exists(HttpResponseMessage response, string image)
    {
        if (response.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }

        if (response.StatusCode is HttpStatusCode.Unauthorized)
        {
            _tokens.Forget(image);
        }

        RegistryAnswers.ThrowUnlessWell(response, image, options);
        return true;
    }

    private AuthenticationHeaderValue? Known(string image) =>
        _tokens.Kept(image) is { } token ? new AuthenticationHeaderValue("Bearer", token)
        : _wantsBasic ? RegistryTokens.Basic(options)
        : null;

    /// <summary>The credential that the registry's challenge asks for; a token rather than a password.</summary>
    private async Task<AuthenticationHeaderValue> AnswerAsync(
        HttpResponseMessage response, string image, AuthenticationHeaderValue? sent, CancellationToken cancellationToken)
    {
        _tokens.Forget(image);
        var challenges = response.Headers.WwwAuthenticate.Select(header => AuthenticationChallenge.Parse(header.Scheme, header.Parameter)).ToArray();
        if (Array.Find(challenges, challenge => challenge.Is("Bearer")) is { } bearer)
        {
            return new AuthenticationHeaderValue("Bearer", await _tokens.FetchAsync(image, bearer, cancellationToken));
        }

        if (options.Password.Length > 0 && Array.Exists(challenges, challenge => challenge.Is("Basic")) && sent?.Scheme != "Basic")
        {
            _wantsBasic = true;
            return RegistryTokens.Basic(options);
        }

        throw RegistryAnswers.Refused(image, options);
    }

    private async Task<HttpResponseMessage> HeadAsync(Uri address, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            request.Headers.Authorization = redirects == 0 ? authorization : null;
            foreach (var manifest in Manifests)
            {
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(manifest));
            }

            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                || response.Headers.Location is not { } location || redirects == MostRedirects)
            {
                return response;
            }

            response.Dispose();
            address = new Uri(address, location);
            if (address.Scheme is not ("http" or "https") || (_address.Scheme == Uri.UriSchemeHttps && !RegistryAddress.IsSafeForSecrets(address)))
            {
                throw new OutsideException("The registry redirects to an address that is not https.", FailureKind.Application);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4500, LogLevel.Debug, "Image {Name}: exists {Exists}.")]
        public static partial void LookedUp(ILogger logger, string name, bool exists);

        [LoggerMessage(4501, LogLevel.Warning, "{Image} is not a valid image name, so it counts as missing. The name comes from Release:Registry:ImageTemplate.")]
        public static partial void Impossible(ILogger logger, string image);
    }
}

/// <summary>Used without a registry address: all images count as existing, and a missing one is only noticed in the cluster.</summary>
internal sealed class NoImageRegistry(RegistryOptions options) : IImageRegistry
{
    public bool LooksUp => false;

    public Task<bool> ExistsAsync(SourceRepository repository, ImageTag tag, CancellationToken cancellationToken) => Task.FromResult(true);

    public string NameOf(SourceRepository repository, ImageTag tag) => $"{ImageName.Of(repository, options.ImageTemplate)}:{tag}";
}

/// <summary>Images that are known to exist, limited in number and age. A missing image is not cached, because it may be pushed soon.</summary>
internal sealed class ImageExistenceCache(TimeProvider clock)
{
    internal const int Most = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _found = new(StringComparer.Ordinal);

    public bool Contains(string image) => _found.TryGetValue(image, out var until) && until > clock.GetUtcNow();

    public void Add(string image)
    {
        if (_found.Count >= Most)
        {
            _found.Clear();
        }

        _found[image] = clock.GetUtcNow() + Kept;
    }
}

/// <summary>Builds an image's name in the registry from the template and the GitHub repository.</summary>
internal static partial class ImageName
{
    private const int MaxLength = 255;

    /// <summary>In lower case, as registries require and as GitHub's own registry names images.</summary>
    public static string Of(SourceRepository repository, string template) => template
        .Replace("{owner}", repository.Owner, StringComparison.Ordinal)
        .Replace("{repository}", repository.Name, StringComparison.Ordinal)
        .Trim('/')
        .ToLowerInvariant();

    /// <summary>Whether it is a valid image name in the OCI distribution specification.</summary>
    public static bool IsPossible(string name) => name.Length <= MaxLength && Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
