using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Release.Tests.Support;

/// <summary>As much of GitHub as a sign-in meets: it checks client, secret, PKCE and the one use of a code, and says who is there.</summary>
internal sealed class FakeGitHubSite : IAsyncDisposable
{
    public const string ClientId = "a-client";
    public const string ClientSecret = "a-client-secret";
    public const string UserToken = "gho_the-persons-own-token";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _challenges = new(StringComparer.Ordinal);

    private FakeGitHubSite(WebApplication app)
    {
        _app = app;
        app.MapGet("/login/oauth/authorize", Authorize);
        app.MapPost("/login/oauth/access_token", TokenAsync);
        app.MapGet("/api/user", User);
    }

    public FakeMemberships Teams { get; } = new();

    /// <summary>Who is at the browser.</summary>
    public (long Id, string Login) Account { get; set; } = (7, "ann-example");

    public bool SaysNo { get; set; }

    /// <summary>What Release gets in place of a token; null for one.</summary>
    public IResult? TokenAnswer { get; set; }

    public string? LastScope { get; private set; }

    public int UserReads { get; private set; }

    public string Address => _app.Urls.First();

    /// <summary>Sign-in through this GitHub, with the teams of the example organisation.</summary>
    public string[] Settings =>
    [
        $"Release:GitHub:WebAddress={Address}", $"Release:GitHub:ApiAddress={Address}/api",
        $"Release:Authentication:GitHub:ClientId={ClientId}", $"Release:Authentication:GitHub:ClientSecret={ClientSecret}",
        "Release:Authentication:Roles:0:Organisation=example:developers", "Release:Authentication:Roles:0:Role=Developer",
        "Release:Authentication:Roles:1:Organisation=example", "Release:Authentication:Roles:1:Team=production-deploy",
        "Release:Authentication:Roles:1:Role=Deployer",
        "Release:Authentication:Roles:1:Environments:0=staging", "Release:Authentication:Roles:1:Environments:1=production",
        "Release:Authentication:Roles:2:Organisation=example/release-admins", "Release:Authentication:Roles:2:Role=Admin",
    ];

    public static async Task<FakeGitHubSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var github = new FakeGitHubSite(builder.Build());
        await github._app.StartAsync(TestContext.Current.CancellationToken);
        return github;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        LastScope = query["scope"];
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
        {
            return Results.NotFound();
        }

        var answer = new Dictionary<string, string?>(StringComparer.Ordinal) { ["state"] = query["state"] };
        if (SaysNo)
        {
            answer["error"] = "access_denied";
        }
        else
        {
            var code = Guid.NewGuid().ToString("N");
            _challenges[code] = query["code_challenge"].ToString();
            answer["code"] = code;
        }

        return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"].ToString(), answer));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var verifier = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        return TokenAnswer is { } instead ? instead
            : form["client_secret"] == ClientSecret && _challenges.TryRemove(form["code"].ToString(), out var challenge) && challenge == verifier
            ? Results.Json(new { access_token = UserToken, token_type = "bearer", scope = "read:user" })
            // GitHub answers 200 with an error in it.
            : Results.Json(new { error = "bad_verification_code", error_description = "The code passed is incorrect or expired." });
    }

    private IResult User(HttpRequest request)
    {
        UserReads++;
        return request.Headers.Authorization == $"Bearer {UserToken}" && request.Headers.UserAgent.Count > 0
            ? Results.Json(new { id = Account.Id, login = Account.Login, name = (string?)null })
            : Results.Unauthorized();
    }
}
