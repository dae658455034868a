using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Ports;
using Release.Integrations.GitHub.Objects;
using Release.Integrations.Http;

namespace Release.Integrations.GitHub.Client;

/// <summary>
/// GitHub's REST and GraphQL APIs, typed. Who asks, limits, repeats and what is known already are
/// <see cref="GitHubExchange"/>'s. Trouble throws <see cref="OutsideException"/>, whose kind tells whether coming back helps.
/// </summary>
internal sealed partial class GitHubClient : IDisposable
{
    private readonly IOptionsMonitor<GitHubOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<GitHubClient> _logger;
    private readonly GitHubExchange _exchange;
    private readonly Lock _lock = new();
    private (GitHubOptions Options, IGitHubCredential Credential)? _credential;

    public GitHubClient(IOptionsMonitor<GitHubOptions> options, GitHubContact contact, HttpMessageHandler handler, TimeProvider time, ILogger<GitHubClient> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        var transport = new GitHubTransport(handler, () => options.CurrentValue, time);
        _exchange = new GitHubExchange(transport, () => GitHubAddresses.Of(options.CurrentValue), contact, time, logger, Random.Shared.NextDouble);
    }

    public GitHubOptions Options => _options.CurrentValue;

    /// <exception cref="OutsideException">Also where there is none.</exception>
    public async Task<T> GetAsync<T>(GitHubRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Read(await SendAsync(request, cancellationToken), request, type);

    /// <param name="missing">Statuses that mean "there is none"; 404 alone where none is named.</param>
    /// <returns>Null where there is none.</returns>
    public async Task<T?> FindAsync<T>(GitHubRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken, params HttpStatusCode[] missing)
        where T : class
    {
        HttpStatusCode[] none = missing.Length == 0 ? [HttpStatusCode.NotFound] : missing;
        var answer = await SendAsync(request with { Expected = none }, cancellationToken);
        return answer.IsSuccess ? Read(answer, request, type) : null;
    }

    /// <summary>Page after page, as GitHub's <c>Link</c> header leads.</summary>
    /// <returns>Nothing where the first page is missing.</returns>
    public async IAsyncEnumerable<T> PagesAsync<T>(
        GitHubRequest request, JsonTypeInfo<T> type, int mostPages, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var answer = await SendAsync(request with { Expected = [HttpStatusCode.NotFound, HttpStatusCode.Conflict] }, cancellationToken);
        for (var page = 1; answer.IsSuccess; page++)
        {
            yield return Read(answer, request, type);
            if (answer.Next is null || page == mostPages)
            {
                yield break;
            }

            answer = await _exchange.NextAsync(request, answer, Credential(), cancellationToken);
        }
    }

    /// <summary>An answer that is a success, or has one of the statuses that the request expects.</summary>
    public Task<GitHubAnswer> SendAsync(GitHubRequest request, CancellationToken cancellationToken) =>
        _exchange.SendAsync(request, Credential(), cancellationToken);

    /// <summary>Asks GraphQL.</summary>
    /// <returns>Null where GitHub has no such thing, or does not show it. Errors beside data leave the data: what they concern is null in it.</returns>
    public async Task<TData?> QueryAsync<TData>(string what, string query, IReadOnlyDictionary<string, string> variables, JsonTypeInfo<GraphAnswer<TData>> type, CancellationToken cancellationToken)
        where TData : class, IGraphData
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new GraphQuestion(query, variables), GraphJson.Default.GraphQuestion);
        var request = GitHubRequest.ForQuery(what, body);
        var answer = await SendAsync(request, cancellationToken);
        var read = Read(answer, request, type);
        if (read.Errors is not { Count: > 0 } errors)
        {
            return read.Data;
        }

        if (errors.Any(error => error.Type is "RATE_LIMITED" or "RATE_LIMIT"))
        {
            throw _exchange.Quota.UsedUp(answer, request.Quota);
        }

        if (read.Data is not { IsEmpty: false })
        {
            return errors.All(error => error.Type is "NOT_FOUND") ? null : throw GitHubErrors.From(errors, request);
        }

        LogPartial(_logger, what, NetworkTrouble.Cut(string.Join(" ", errors.Select(error => error.Message))));
        return read.Data;
    }

    public T Read<T>(GitHubAnswer answer, GitHubRequest request, JsonTypeInfo<T> type)
    {
        try
        {
            var read = JsonSerializer.Deserialize(answer.Body, type) ?? throw new JsonException("It is null.");
            _exchange.Keep(request, answer);
            return read;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw GitHubErrors.Unreadable(exception, request);
        }
    }

    public void Dispose()
    {
        (_credential?.Credential as IDisposable)?.Dispose();
        _exchange.Dispose();
    }

    /// <summary>Other options, such as a new token, make another credential.</summary>
    private IGitHubCredential Credential()
    {
        var options = _options.CurrentValue;
        lock (_lock)
        {
            if (_credential is not { } current || !ReferenceEquals(current.Options, options))
            {
                // The one before is left to whoever asks with it now.
                _credential = current = (options, options.App.Id.Length > 0
                    ? new AppCredential(options, _exchange, _time, _logger)
                    : new FixedCredential(options.Token));
            }

            return current.Credential;
        }
    }
}
