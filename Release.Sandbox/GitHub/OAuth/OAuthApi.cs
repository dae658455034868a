using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Tokens;

namespace Release.Sandbox.GitHub.OAuth;

/// <summary>
/// GitHub's web application flow: <c>/login/oauth/authorize</c>, <c>/login/oauth/access_token</c> and <c>DELETE /applications/{client_id}/token</c>.
/// Source: https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
/// </summary>
internal sealed class OAuthApi(OAuthClient client, AuthorizationCodes codes, GitHubTokens tokens, Memberships memberships)
{
    private const string Troubleshooting = "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/";

    /// <summary>Shows who one can be.</summary>
    public Task AskAsync(HttpContext context)
    {
        var request = AuthorizationRequest.Read(name => context.Request.Query[name].ToString());
        return Problem(request) is { } problem ? Refuse(context, request, problem) : OAuthPage.WriteChoiceAsync(context, request, person => memberships.TeamsOf(person.Login));
    }

    /// <summary>Takes the choice and sends the browser back to Release.</summary>
    public async Task AgreeAsync(HttpContext context)
    {
        // Another site must not sign anybody in by posting this form from its own page.
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
        {
            await OAuthPage.WriteProblemAsync(context, StatusCodes.Status403Forbidden, "Not from here", "This form was sent from another site.");
            return;
        }

        var fields = await OAuthFields.ReadAsync(context);
        var request = AuthorizationRequest.Read(name => fields[name]);
        if (Problem(request) is { } problem)
        {
            await Refuse(context, request, problem);
        }
        else if (fields["cancel"].Length > 0)
        {
            Answer(context, request, "access_denied", "The user has denied your application access.");
        }
        else if (People.Find(fields["login"]) is { IsMachine: false } person)
        {
            context.Response.Redirect(request.AnswerTo(("code", codes.Add(request, person.Login))));
        }
        else
        {
            await OAuthPage.WriteProblemAsync(context, StatusCodes.Status422UnprocessableEntity, "Nobody is called that", "Go back and choose somebody from the list.");
        }
    }

    /// <summary>A code for a token. Errors are answered with status 200, as GitHub does.</summary>
    public async Task ExchangeAsync(HttpContext context)
    {
        var fields = await OAuthFields.ReadAsync(context);
        if (fields["client_id"] != client.Id || !client.IsSecret(fields["client_secret"]))
        {
            await FailAsync(context, "incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.");
        }
        else if (codes.Take(fields["code"]) is not { } granted || !AuthorizationCodes.Verifies(granted.Request.CodeChallenge, fields["code_verifier"]))
        {
            await FailAsync(context, "bad_verification_code", "The code passed is incorrect or expired.");
        }
        else if (fields["redirect_uri"] is { Length: > 0 } back && back != granted.Request.RedirectUri)
        {
            await FailAsync(context, "redirect_uri_mismatch", "The redirect_uri MUST match the registered callback URL for this application.");
        }
        else
        {
            var token = GitHubTokens.Make("gho_");
            tokens.Register(token, new GitHubIdentity(granted.Login, null, granted.Request.Scopes), expiresAt: null);
            await WriteAsync(context, [("access_token", token), ("scope", string.Join(',', granted.Request.Scopes)), ("token_type", "bearer")]);
        }
    }

    /// <summary>Ends one token, for the client that has it.</summary>
    public async Task RevokeAsync(HttpContext context, string clientId)
    {
        if (!IsClient(context, clientId))
        {
            await WriteErrorAsync(context, StatusCodes.Status404NotFound, "Not Found");
            return;
        }

        var fields = await OAuthFields.ReadAsync(context);
        if (fields["access_token"].Length == 0)
        {
            await WriteErrorAsync(context, StatusCodes.Status422UnprocessableEntity, "Invalid request.\n\n\"access_token\" wasn't supplied.");
            return;
        }

        if (!tokens.Revoke(fields["access_token"]))
        {
            await WriteErrorAsync(context, StatusCodes.Status404NotFound, "Not Found");
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private (string Error, string Description)? Problem(AuthorizationRequest request) => request switch
    {
        _ when request.ClientId != client.Id => ("application_not_found", "There is no application with that client_id."),
        _ when !OAuthClient.IsCallback(request.RedirectUri) => ("redirect_uri_mismatch", "The redirect_uri is not associated with this application: it takes addresses on loopback."),
        { CodeChallenge.Length: > 0, CodeChallengeMethod: not "S256" } => ("invalid_request", "The code_challenge_method must be S256."),
        _ => null,
    };

    /// <summary>Nobody is sent to an address that the client did not register.</summary>
    private static Task Refuse(HttpContext context, AuthorizationRequest request, (string Error, string Description) problem)
    {
        if (problem.Error == "invalid_request")
        {
            Answer(context, request, problem.Error, problem.Description);
            return Task.CompletedTask;
        }

        return problem.Error == "application_not_found"
            ? OAuthPage.WriteProblemAsync(context, StatusCodes.Status404NotFound, "No such application", problem.Description)
            : OAuthPage.WriteProblemAsync(context, StatusCodes.Status400BadRequest, "That address cannot be returned to", problem.Description);
    }

    private static void Answer(HttpContext context, AuthorizationRequest request, string error, string description) => context.Response.Redirect(request.AnswerTo(
        ("error", error), ("error_description", description), ("error_uri", "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/")));

    private bool IsClient(HttpContext context, string clientId)
    {
        if (!AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization.ToString(), out var header) || header.Scheme != "Basic")
        {
            return false;
        }

        Span<byte> decoded = new byte[header.Parameter?.Length ?? 0];
        var pair = Convert.TryFromBase64String(header.Parameter ?? "", decoded, out var length) ? Encoding.UTF8.GetString(decoded[..length]).Split(':', 2) : [];
        return pair is [var id, var secret] && id == client.Id && clientId == client.Id && client.IsSecret(secret);
    }

    private static Task FailAsync(HttpContext context, string error, string description) =>
        WriteAsync(context, [("error", error), ("error_description", description), ("error_uri", $"{Troubleshooting}#{error.Replace('_', '-')}")]);

    /// <summary>As a form unless JSON is asked for.</summary>
    private static Task WriteAsync(HttpContext context, IReadOnlyList<(string Name, string Value)> fields)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return context.Response.WriteAsJsonAsync(fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal), context.RequestAborted);
        }

        context.Response.ContentType = "application/x-www-form-urlencoded; charset=utf-8";
        return context.Response.WriteAsync(string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}")), context.RequestAborted);
    }

    private static Task WriteErrorAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new { message, documentation_url = "https://docs.github.com/rest/apps/oauth-applications", status = $"{status}" }, JsonSerializerOptions.Web, context.RequestAborted);
    }
}
