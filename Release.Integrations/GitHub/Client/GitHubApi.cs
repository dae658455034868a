using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Octokit.Internal;
using Release.Core.Failures;
using Release.Integrations.GitHub.Objects;
using Release.Integrations.Http;

namespace Release.Integrations.GitHub.Client;

/// <summary>
/// Calls GitHub through Octokit. <see cref="GitHubHandler"/> below it handles credentials, limits, retries, redirects and
/// errors. Failures are <see cref="OutsideException"/>s, whose kind says whether trying again may help.
/// </summary>
internal sealed partial class GitHubApi : IDisposable
{
    private readonly IOptionsMonitor<GitHubOptions> _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<GitHubApi> _logger;
    private readonly GitHubQuota _quota;
    private readonly GitHubHandler _handler;
    private readonly AnswerCache _answers = new();
    private readonly Lock _lock = new();
    private Access? _access;

    public GitHubApi(IOptionsMonitor<GitHubOptions> options, GitHubHealth health, HttpMessageHandler connections, TimeProvider clock, ILogger<GitHubApi> logger)
    {
        (_options, _clock, _logger) = (options, clock, logger);
        _quota = new GitHubQuota(health, clock);
        _handler = new GitHubHandler(connections, () => options.CurrentValue, _quota, health, clock, logger);
    }

    public GitHubOptions Options => _options.CurrentValue;

    /// <param name="what">What is requested, for messages.</param>
    /// <param name="ask">A call of one of Octokit's clients (its <c>GitHubClient</c> would create all of them), or of one of our routes; names from outside must be escaped with <see cref="GitHubRoute.Segment"/>.</param>
    /// <exception cref="OutsideException">Also if it does not exist.</exception>
    public Task<T> GetAsync<T>(GitHubRoute route, string what, Func<Octokit.IApiConnection, Task<T?>> ask, CancellationToken cancellationToken)
        where T : class => SendAsync(route, what, NotEmpty(ask), cancellationToken);

    /// <param name="missing">Statuses that mean that it does not exist; 404 if none is given.</param>
    /// <returns>Null if it does not exist.</returns>
    public async Task<T?> FindAsync<T>(
        GitHubRoute route, string what, Func<Octokit.IApiConnection, Task<T?>> ask, CancellationToken cancellationToken, params HttpStatusCode[] missing)
        where T : class
    {
        try
        {
            return await SendAsync(route, what, NotEmpty(ask), cancellationToken, missing.Length == 0 ? [HttpStatusCode.NotFound] : missing);
        }
        catch (GitHubRefusedException)
        {
            return null;
        }
    }

    /// <param name="expected">Statuses that the caller handles.</param>
    /// <exception cref="GitHubRefusedException">GitHub answered with one of these statuses.</exception>
    public Task<T> SendAsync<T>(
        GitHubRoute route, string what, Func<Octokit.IApiConnection, Task<T>> ask, CancellationToken cancellationToken, params HttpStatusCode[] expected)
    {
        var access = CurrentAccess();
        return SendAsync(new GitHubCall(route, what, access.Addresses, access.Credential, cancellationToken), access.Client, ask, expected);
    }

    /// <summary>Sends with another credential than that of the options.</summary>
    public Task<T> SendAsAsync<T>(
        IGitHubCredential credential, GitHubRoute route, string what, Func<Octokit.IApiConnection, Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        var access = CurrentAccess();
        return SendAsync(new GitHubCall(route, what, access.Addresses, credential, cancellationToken), access.Client, NotEmpty(ask), []);
    }

    /// <summary>Sends a GraphQL query.</summary>
    /// <returns>Null if it does not exist, or Release may not see it. If there are errors and data, the data: the parts with errors are null.</returns>
    public async Task<TData?> QueryAsync<TData>(string what, string query, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
        where TData : class, IGraphData
    {
        var access = CurrentAccess();
        var call = new GitHubCall(GitHubRoute.GraphQl, what, access.Addresses, access.Credential, cancellationToken);
        var body = new Dictionary<string, object> { ["query"] = query, ["variables"] = variables };
        var read = await SendAsync(call, access.Client, NotEmpty(client => client.PostAsync<GraphQlResponse<TData>>(access.Addresses.GraphQl, body)), []);
        if (read.Errors is not { Count: > 0 } errors)
        {
            return read.Data;
        }

        if (errors.Any(error => error.Type is "RATE_LIMITED" or "RATE_LIMIT"))
        {
            throw _quota.UsedUp(call.Answer!.Limits, call.Route.Quota);
        }

        if (read.Data is not { IsEmpty: false })
        {
            return errors.All(error => error.Type is "NOT_FOUND") ? null : throw GitHubErrors.From(errors, call);
        }

        Log.Partial(_logger, what, NetworkErrors.Cut(string.Join(" ", errors.Select(error => error.Message))));
        return read.Data;
    }

    public void Dispose()
    {
        (_access?.Credential as IDisposable)?.Dispose();
        _handler.Dispose();
        _quota.Dispose();
    }

    private async Task<T> SendAsync<T>(GitHubCall call, Octokit.IApiConnection client, Func<Octokit.IApiConnection, Task<T>> ask, HttpStatusCode[] expected)
    {
        try
        {
            var read = await call.RunAsync(() => ask(client));
            _answers.Keep(call.NewAnswers);
            return read;
        }
        catch (GitHubRefusedException refused) when (!expected.Contains(refused.Status))
        {
            throw refused.Refusal;
        }
        // Octokit's parser can throw any exception, even NullReferenceException.
        catch (Exception exception) when (call.Answer is not null && exception is not (GitHubRefusedException or OutsideException or OperationCanceledException))
        {
            throw GitHubErrors.Unreadable(exception, call);
        }
    }

    /// <summary>Octokit returns null for an empty answer.</summary>
    private static Func<Octokit.IApiConnection, Task<T>> NotEmpty<T>(Func<Octokit.IApiConnection, Task<T?>> ask)
        where T : class => async client => await ask(client) ?? throw new FormatException("It is empty.");

    /// <summary>
    /// Created at the first call, and again when the options change, for example the token. Calls under way keep the previous one.
    /// </summary>
    private Access CurrentAccess()
    {
        var options = _options.CurrentValue;
        lock (_lock)
        {
            return _access is { } current && ReferenceEquals(current.Options, options) ? current : _access = Connect(options);
        }
    }

    private Access Connect(GitHubOptions options)
    {
        var addresses = GitHubAddresses.Of(options);
        var connection = new Octokit.Connection(
            new Octokit.ProductHeaderValue("release"), addresses.Rest, new InMemoryCredentialStore(Octokit.Credentials.Anonymous), new HttpClientAdapter(() => _handler), new GitHubSerializer())
        {
            ResponseCache = _answers,
        };
        IGitHubCredential credential = options.App.Id.Length > 0 ? new AppCredential(options, this, _clock, _logger) : new FixedCredential(options.Token);
        return new Access(options, addresses, credential, new Octokit.ApiConnection(connection));
    }

    private sealed record Access(GitHubOptions Options, GitHubAddresses Addresses, IGitHubCredential Credential, Octokit.IApiConnection Client);

    private static partial class Log
    {
        [LoggerMessage(4412, LogLevel.Debug, "GitHub's answer about {What} has errors: {Errors}")]
        public static partial void Partial(ILogger logger, string what, string errors);
    }
}
