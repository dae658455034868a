using System.Net;
using System.Net.Http.Headers;
using Octokit.Caching;
using Octokit.Internal;

namespace Release.Integrations.GitHub.Client;

/// <summary>Caches answers by address: a repeated request sends the entity tag, and "not modified" costs no quota.</summary>
internal sealed class AnswerCache : IResponseCache
{
    private const int MostAnswers = 4_000;
    private const long MostBytes = 32 * 1024 * 1024;

    private readonly LruCache<Uri, CachedResponse.V1> _kept = new(MostAnswers, MostBytes, answer => answer.Body is string text ? (2L * text.Length) + 500 : ((byte[])answer.Body).Length + 500);

    public Task<CachedResponse.V1> GetAsync(IRequest request) => Task.FromResult(_kept.TryGet(AddressOf(request), out var kept) ? kept : null)!;

    public Task SetAsync(IRequest request, CachedResponse.V1 cachedResponse)
    {
        // An entity tag of another form could not be sent back.
        if (cachedResponse.StatusCode is HttpStatusCode.OK && EntityTagHeaderValue.TryParse(cachedResponse.ApiInfo.Etag, out _))
        {
            GitHubCall.Current.NewAnswers.Add((AddressOf(request), cachedResponse));
        }

        return Task.CompletedTask;
    }

    /// <summary>Caches answers that could be read.</summary>
    public void Keep(IEnumerable<(Uri Address, CachedResponse.V1 Response)> read)
    {
        foreach (var (address, response) in read)
        {
            if ((response.Body as string ?? (object?)RouteCalls.BytesOf(response.Body)) is { } body)
            {
                _kept.Keep(address, new CachedResponse.V1(body, response.Headers, response.ApiInfo, response.StatusCode, response.ContentType));
            }
        }
    }

    private static Uri AddressOf(IRequest request) => new(request.BaseAddress, request.Endpoint);
}
