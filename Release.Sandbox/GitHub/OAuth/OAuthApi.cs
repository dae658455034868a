using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Tokens;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.OAuth;

/// <summary>
/// GitHub's web application flow: <c>/login/oauth/authorize</c>, <c>/login/oauth/access_token</c> and <c>DELETE /applications/{client_id}/token</c>.
/// Source: https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
/// </summary>
internal sealed class OAuthApi(OAuthClient client, AuthorizationCodes codes, GitHubTokens tokens, Memberships memberships)
{
    private const string Documentation = "https://docs.github.com/apps/managing-oauth-apps";

    /// <summary>Shows the page to choose an account.</summary>
    public GitHubResponse ShowPage(GitHubRequest call)
    {
        var request = AuthorizationRequest.Read(name => call.Query(name) ?? "");
        return Refusal(request) ?? OAuthPage.Choose(request, person => memberships.TeamsOf(person.Login));
    }

    /// <summary>Handles the choice and redirects the browser to Release.</summary>
    public async Task<GitHubResponse> AuthorizeAsync(GitHubRequest call)
    {
        // Prevents another site from signing somebody in by posting this form.
        if (call.Http.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
        {
            return OAuthPage.Problem(StatusCodes.Status403Forbidden, "Not from here", "This form was sent from another site.");
        }

        var fields = await OAuthFields.ReadAsync(call.Http);
        var request = AuthorizationRequest.Read(name => fields[name]);
        if (Refusal(request) is { } refusal)
        {
            return refusal;
        }

        if (fields["cancel"].Length > 0)
        {
            return RedirectError(request, "access_denied", "The user has denied your application access.");
        }

        return People.Find(fields["login"]) is { IsMachine: false } person
            ? GitHubResponse.Redirect(request.AnswerTo(("code", codes.Add(request, person.Login))))
            : OAuthPage.Problem(StatusCodes.Status422UnprocessableEntity, "Nobody is called that", "Go back and choose somebody from the list.");
    }

    /// <summary>Exchanges a code for a token. As at GitHub, errors have status 200.</summary>
    public async Task<GitHubResponse> ExchangeAsync(GitHubRequest call)
    {
        var fields = await OAuthFields.ReadAsync(call.Http);
        if (fields["client_id"] != client.Id || !client.IsSecret(fields["client_secret"]))
        {
            return Fail(call, "incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.");
        }

        if (codes.Take(fields["code"]) is not { } granted || !AuthorizationCodes.Verifies(granted.Request.CodeChallenge, fields["code_verifier"]))
        {
            return Fail(call, "bad_verification_code", "The code passed is incorrect or expired.");
        }

        if (fields["redirect_uri"] is { Length: > 0 } back && back != granted.Request.RedirectUri)
        {
            return Fail(call, "redirect_uri_mismatch", "The redirect_uri MUST match the registered callback URL for this application.");
        }

        var token = GitHubTokens.Make("gho_");
        tokens.Register(token, new GitHubIdentity(granted.Login, null, granted.Request.Scopes), expiresAt: null);
        return Write(call, ("access_token", token), ("scope", string.Join(',', granted.Request.Scopes)), ("token_type", "bearer"));
    }

    /// <summary>Revokes a token of this client.</summary>
    public async Task<GitHubResponse> RevokeAsync(GitHubRequest call)
    {
        if (BasicCredentials.Read(call.Http.Request.Headers.Authorization.ToString()) is not { } credentials
            || credentials.Name != client.Id || call.Value("client") != client.Id || !client.IsSecret(credentials.Password))
        {
            throw GitHubException.NotFound();
        }

        var token = (await OAuthFields.ReadAsync(call.Http))["access_token"];
        return token.Length == 0 ? throw GitHubException.Unprocessable("Invalid request.\n\n\"access_token\" wasn't supplied.")
            : tokens.Revoke(token) ? GitHubResponse.NoContent
            : throw GitHubException.NotFound();
    }

    /// <summary>The error of a request; null when it is valid. Unregistered redirect addresses are refused.</summary>
    private GitHubResponse? Refusal(AuthorizationRequest request) => request switch
    {
        _ when request.ClientId != client.Id =>
            OAuthPage.Problem(StatusCodes.Status404NotFound, "No such application", "There is no application with that client_id."),
        _ when !OAuthClient.IsCallback(request.RedirectUri) => OAuthPage.Problem(
            StatusCodes.Status400BadRequest, "That address cannot be returned to", "The redirect_uri is not associated with this application: it takes addresses on loopback."),
        { CodeChallenge.Length: > 0, CodeChallengeMethod: not "S256" } => RedirectError(request, "invalid_request", "The code_challenge_method must be S256."),
        _ => null,
    };

    private static GitHubResponse RedirectError(AuthorizationRequest request, string error, string description) => GitHubResponse.Redirect(request.AnswerTo(
        ("error", error), ("error_description", description), ("error_uri", $"{Documentation}/troubleshooting-authorization-request-errors/")));

    private static GitHubResponse Fail(GitHubRequest call, string error, string description) => Write(
        call,
        ("error", error),
        ("error_description", description),
        ("error_uri", $"{Documentation}/troubleshooting-oauth-app-access-token-request-errors/#{error.Replace('_', '-')}"));

    /// <summary>Form encoded unless the client accepts JSON.</summary>
    private static GitHubResponse Write(GitHubRequest call, params IReadOnlyList<(string Name, string Value)> fields)
    {
        var answer = call.Http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase)
            ? GitHubResponse.Json(new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Value))))
            : GitHubResponse.Text(string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}")), "application/x-www-form-urlencoded; charset=utf-8");
        return answer.With("Cache-Control", "no-store");
    }
}

/// <summary>Release's OAuth app. As at GitHub, its loopback callback may have any port.</summary>
/// <param name="Id">Public.</param>
/// <param name="Secret">Kept in a file that only its owner reads.</param>
internal sealed record OAuthClient(string Id, string Secret)
{
    public const string Name = "Release";

    /// <param name="path">Where the secret is kept.</param>
    public static OAuthClient Load(string path)
    {
        var secret = SecretFile.LoadOrCreate(path);

        // Derived from the secret so that it stays the same, without revealing it.
        return new OAuthClient($"Ov23li{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"client {secret}")))[..14]}", secret);
    }

    public bool IsSecret(string? secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret ?? ""), Encoding.UTF8.GetBytes(Secret));

    /// <summary>Whether the address is an allowed callback.</summary>
    public static bool IsCallback(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}

/// <summary>Routes of the OAuth web flow.</summary>
internal sealed class OAuthRoutes(OAuthApi api) : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/login/oauth/authorize", api.ShowPage) { Web = true },
        new("POST", "/login/oauth/authorize", api.AuthorizeAsync) { Web = true },
        new("POST", "/login/oauth/access_token", api.ExchangeAsync) { Web = true },
        new("DELETE", "/applications/{client}/token", api.RevokeAsync),
    ];
}
