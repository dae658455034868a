using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Tokens;

namespace Release.Sandbox.GitHub.Http;

/// <summary>One request to the API or the site, with the values of the route's template.</summary>
internal sealed class GitHubRequest(HttpContext http, GitHubState state, GitHubTarget target, GitHubRoute route, IReadOnlyDictionary<string, string> values) : IGitHubView
{
    private AppRepository? _repository;

    public HttpContext Http => http;

    public GitHubState State => state;

    public GitHubRoute Route => route;

    public CancellationToken Cancelled => http.RequestAborted;

    /// <summary>The owner of the request's token; null without a token.</summary>
    public GitHubIdentity? Identity { get; init; }

    /// <summary>The bearer token as sent; null without one.</summary>
    public string? Token { get; init; }

    /// <summary>The site's base address as the client knows it, without a slash at the end.</summary>
    public string Web => $"{http.Request.Scheme}://{http.Request.Host}";

    /// <summary>The API's base address as the client asked for it, without a slash at the end.</summary>
    public string Api => Web + target.Prefix;

    public string Path => target.Path;

    /// <summary>A value of the route's template.</summary>
    public string Value(string name) => values[name];

    /// <exception cref="GitHubException">404: it is not a number.</exception>
    public long Number(string name) =>
        long.TryParse(values[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw GitHubException.NotFound();

    /// <summary>A parameter of the query; null when it is not given or empty.</summary>
    public string? Query(string name) => http.Request.Query[name].FirstOrDefault() is { Length: > 0 } value ? value : null;

    /// <summary>
    /// The repository of a template's <c>{repo}</c>. The <c>{owner}</c> is ignored: GitHub also redirects former owners, and senders may name
    /// another organisation. Responses contain the current owner.
    /// </summary>
    /// <exception cref="GitHubException">404: there is no such repository.</exception>
    public async Task<AppRepository> RepositoryAsync() =>
        _repository ??= await state.Repositories.FindAsync(Value("repo"), Cancelled) ?? throw GitHubException.NotFound();

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="GitHubException">400: it is not a JSON object.</exception>
    public async Task<JsonObject> ReadJsonAsync()
    {
        try
        {
            if (http.Request.ContentLength is 0)
            {
                return [];
            }

            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: Cancelled) as JsonObject
                ?? throw new GitHubException(StatusCodes.Status400BadRequest, "Body should be a JSON object");
        }
        catch (JsonException)
        {
            throw new GitHubException(StatusCodes.Status400BadRequest, "Problems parsing JSON");
        }
    }

    /// <exception cref="GitHubException">No token came.</exception>
    public GitHubIdentity RequireIdentity() => Identity ?? throw GitHubException.NeedsToken();

    /// <exception cref="GitHubException">No token came, or its owner may not write.</exception>
    public GitHubIdentity RequireWriter()
    {
        var identity = RequireIdentity();
        return state.MayWrite(identity)
            ? identity
            : throw new GitHubException(StatusCodes.Status403Forbidden, "Resource not accessible by personal access token");
    }

    /// <summary>The caller whose rate limit the request counts against, as named in GitHub's messages.</summary>
    public string Caller => Identity switch
    {
        { InstallationId: { } installation } => $"installation ID {installation.ToString(CultureInfo.InvariantCulture)}",
        { Login: var login } => $"user {login}",
        null => "127.0.0.1",
    };

    /// <summary>The account that acts.</summary>
    public Person Actor => People.Find(Identity?.Login ?? "") ?? People.Machine;
}

/// <summary>Reads fields of request bodies.</summary>
internal static class Fields
{
    /// <summary>Null when it is missing, null or not a string.</summary>
    public static string? Text(this JsonObject body, string name) =>
        body[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static bool Flag(this JsonObject body, string name) => body[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <exception cref="GitHubException">It is missing.</exception>
    public static string Required(this JsonObject body, string name) => body.Text(name) is { Length: > 0 } text
        ? text
        : throw GitHubException.Unprocessable($"Invalid request.\n\n\"{name}\" wasn't supplied.");
}
