using System.Net.Http.Headers;
using System.Security.Cryptography;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Web;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Server;

/// <summary>
/// GitHub on loopback: REST as api.github.com (<c>/repos/…</c>) and as an Enterprise server (<c>/api/v3/repos/…</c>), GraphQL at <c>/graphql</c> and
/// <c>/api/graphql</c>, and the site's pages. Reads need no token, as with public repositories; writes do.
/// </summary>
internal sealed class GitHubHost : IAsyncDisposable
{
    private readonly IReadOnlyList<GitHubRoute> _routes;
    private SandboxServer? _server;

    /// <param name="routes">The first matching route is used.</param>
    public GitHubHost(GitHubState state, IEnumerable<IGitHubRoutes> routes)
    {
        State = state;
        _routes = [.. routes.SelectMany(resource => resource.Routes)];
    }

    public GitHubState State { get; }

    /// <exception cref="InvalidOperationException">It was not started.</exception>
    public SandboxServer Server => _server ?? throw new InvalidOperationException("GitHub was not started.");

    public Uri Address => Server.Address;

    /// <param name="around">Wraps every request to apply faults; null for none.</param>
    public async Task StartAsync(
        int formerPort, Func<RequestDelegate, RequestDelegate>? around, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        _server = await SandboxServer.StartAsync("GitHub", formerPort, around?.Invoke(HandleAsync) ?? HandleAsync, loggers, State.Time, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task HandleAsync(HttpContext context) =>
        await GitHubResponseWriter.WriteAsync(context, await AnswerAsync(context, GitHubTarget.Of(context)));

    private async Task<GitHubResponse> AnswerAsync(HttpContext context, GitHubTarget target)
    {
        var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
        foreach (var route in _routes)
        {
            if (route.Method == method && !(route.Web && target.Prefix.Length > 0) && route.Match(target.Path) is { } values)
            {
                return route.Web
                    ? await RunAsync(new GitHubRequest(context, State, target, route, values), isPage: true)
                    : await AnswerApiAsync(context, target, route, values);
            }
        }

        return context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            ? SitePage.NotFound()
            : GitHubResponse.Error(GitHubException.NotFound());
    }

    private async Task<GitHubResponse> AnswerApiAsync(HttpContext context, GitHubTarget target, GitHubRoute route, Dictionary<string, string> values)
    {
        var token = TokenOf(context);
        var call = new GitHubRequest(context, State, target, route, values) { Token = token, Identity = token is null ? null : State.Tokens.Find(token) };
        if (token is not null && call.Identity is null && !route.ForApp)
        {
            return Describe(call, LimitOf(call, cost: 1).Describe(GitHubResponse.Error(GitHubException.BadCredentials())));
        }

        if (!IsFree(call) && LimitOf(call, cost: 0) is { Remaining: 0 } spent)
        {
            return Describe(call, spent.Refuse(call.Caller));
        }

        var answer = GitHubResponseWriter.Conditional(context, await RunAsync(call, isPage: false));
        return Describe(call, LimitOf(call, answer.Status == StatusCodes.Status304NotModified || IsFree(call) ? 0 : 1).Describe(answer));
    }

    private async Task<GitHubResponse> RunAsync(GitHubRequest call, bool isPage)
    {
        try
        {
            return await call.Route.Handler(call);
        }
        catch (GitHubException exception)
        {
            return !isPage ? GitHubResponse.Error(exception) : exception.Status == StatusCodes.Status404NotFound ? SitePage.NotFound() : GitHubResponse.Text(exception.Message, status: exception.Status);
        }
        catch (ConflictException exception)
        {
            return GitHubResponse.Error(GitHubException.Conflict(exception.Message));
        }
    }

    private static GitHubResponse Describe(GitHubRequest call, GitHubResponse answer)
    {
        answer = answer
            .With("X-GitHub-Media-Type", "github.v3; format=json")
            .With("x-github-api-version-selected", "2022-11-28")
            .With("X-GitHub-Request-Id", Convert.ToHexString(RandomNumberGenerator.GetBytes(10)));
        return call.Identity is { InstallationId: null } identity ? answer.With("X-OAuth-Scopes", string.Join(", ", identity.Scopes)) : answer;
    }

    private RateLimit LimitOf(GitHubRequest call, int cost) => State.Limits.Take(call.Caller, RateLimit.ResourceOf(call.Path), cost);

    /// <summary>Reading the rate limit is free.</summary>
    private static bool IsFree(GitHubRequest call) => call.Path == "/rate_limit";

    private static string? TokenOf(HttpContext context)
    {
        if (!AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header) || header.Parameter is not { Length: > 0 } value)
        {
            return null;
        }

        return header.Scheme.ToLowerInvariant() is "bearer" or "token" ? value : null;
    }
}
