using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Release.Core.Failures;
using Release.Integrations.GitHub.Client;

namespace Release.Tests.Integration.GitHub;

/// <summary>Asking as a GitHub App: who it says it is, and tokens that are renewed before they end.</summary>
public sealed class AppCredentialTests : IAsyncLifetime
{
    private const string Secret = "ghs_sEcReT";

    private readonly FakeTimeProvider _clock = new();
    private readonly ConcurrentQueue<string> _made = new();
    private WireGitHub _wire = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _wire = await WireGitHub.StartAsync();
        _wire.Answer = (context, seen, _) => AnswerAsync(context, seen);
    }

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    [Fact]
    public async Task It_finds_its_installation_and_asks_with_a_token_of_it()
    {
        await using var github = Connect();
        await AskAsync(github);
        await AskAsync(github);

        _wire.Requests.Select(request => $"{request.Method} {request.Target}").ShouldBe([
            "GET /orgs/example/installation", "POST /app/installations/99/access_tokens", "GET /orgs/example/memberships/octocat", "GET /orgs/example/memberships/octocat"]);
        _wire.Requests[2].Header("Authorization").ShouldBe($"Bearer {Secret}1");

        var (header, claims) = Verify(_wire.Requests[0].Header("Authorization")!["Bearer ".Length..]);
        header.GetProperty("alg").GetString().ShouldBe("RS256");
        claims.GetProperty("iss").GetString().ShouldBe("4711");
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        claims.GetProperty("iat").GetInt64().ShouldBe(now - 60);
        claims.GetProperty("exp").GetInt64().ShouldBeInRange(now + 60, now + 600);
    }

    [Fact]
    public async Task A_named_installation_is_not_looked_up()
    {
        await using var github = Connect(options => options.App.InstallationId = 77);
        await AskAsync(github);
        _wire.Requests[0].Target.ShouldBe("/app/installations/77/access_tokens");
    }

    [Fact]
    public async Task Many_at_once_share_one_token()
    {
        await using var github = Connect();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(github)));
        _made.Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_is_renewed_in_its_last_five_minutes()
    {
        await using var github = Connect();
        await AskAsync(github);
        _clock.Advance(TimeSpan.FromMinutes(54));
        await AskAsync(github);
        _made.Count.ShouldBe(1);

        _clock.Advance(TimeSpan.FromMinutes(2));
        await AskAsync(github);
        _made.Count.ShouldBe(2);
        _wire.Requests[^1].Header("Authorization").ShouldBe($"Bearer {Secret}2");
    }

    [Fact]
    public async Task Where_it_cannot_be_renewed_the_old_one_is_used_while_it_lasts()
    {
        await using var github = Connect();
        await AskAsync(github);
        _wire.Answer = (context, seen, _) => seen.Method == "POST" ? WireGitHub.Json(context, "{}", 500) : AnswerAsync(context, seen);

        _clock.Advance(TimeSpan.FromMinutes(57));
        await AskAsync(github);
        _wire.Requests[^1].Header("Authorization").ShouldBe($"Bearer {Secret}1");
        github.Log.Count("could not be renewed").ShouldBe(1);

        _clock.Advance(TimeSpan.FromMinutes(4));
        await Should.ThrowAsync<OutsideException>(() => AskAsync(github));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once_also_for_a_change()
    {
        await using var github = Connect();
        await AskAsync(github);
        _wire.Answer = (context, seen, _) => seen.Header("Authorization") == $"Bearer {Secret}1"
            ? WireGitHub.Json(context, """{"message":"Bad credentials"}""", 401)
            : seen.Target.EndsWith("/dispatches", StringComparison.Ordinal) ? WireGitHub.Json(context, "", 204) : AnswerAsync(context, seen);

        await GitHubCalls.All[Release.Integrations.GitHub.Client.GitHubRoutes.Dispatch](github, Cancelled);
        _made.Count.ShouldBe(2);

        _wire.Answer = (context, seen, _) => seen.Method == "POST" ? AnswerAsync(context, seen) : WireGitHub.Json(context, """{"message":"Bad credentials"}""", 401);
        (await Should.ThrowAsync<OutsideException>(() => AskAsync(github))).Kind.ShouldBe(FailureKind.Permission);
        _made.Count.ShouldBe(3, "once, not for ever");
    }

    [Fact]
    public async Task Neither_token_nor_key_stands_in_a_log_or_a_message()
    {
        await using var github = Connect();
        await AskAsync(github);
        _wire.Answer = (context, _, _) => WireGitHub.Json(context, $$"""{"token":"{{Secret}}","expires_at":"no time"}""", 201);
        _clock.Advance(TimeSpan.FromHours(2));
        var trouble = (await Should.ThrowAsync<OutsideException>(() => AskAsync(github))).ToString();

        trouble.ShouldNotContain(Secret);
        github.Log.Count(Secret).ShouldBe(0);
        github.Log.Count("eyJ").ShouldBe(0);
        github.Log.Count("PRIVATE KEY").ShouldBe(0);
    }

    [Theory]
    [InlineData("", "", "PrivateKeyFile or PrivateKey")]
    [InlineData("sEcReT no key", "", "is not an unencrypted RSA key")]
    [InlineData("", "/nowhere/key.pem", "cannot be read")]
    [InlineData("sEcReT", "/nowhere/key.pem", "PrivateKeyFile or PrivateKey")]
    public void A_key_that_cannot_work_is_refused_at_start(string key, string file, string expected)
    {
        var options = new GitHubOptions { Organisation = "example", App = new GitHubAppOptions { Id = "1", PrivateKey = key, PrivateKeyFile = file } };
        var result = new GitHubOptionsValidator().Validate(null, options);
        result.FailureMessage!.ShouldContain(expected);
        result.FailureMessage!.ShouldNotContain("sEcReT");
    }

    private static Task AskAsync(GitHubUnderTest github) => github.Teams.IsActiveMemberAsync("example", null, "octocat", Cancelled);

    private GitHubUnderTest Connect(Action<GitHubOptions>? configure = null) => new(_wire.Address, _clock, options =>
    {
        GitHubUnderTest.AsApp(options);
        configure?.Invoke(options);
    });

    private Task AnswerAsync(HttpContext context, WireGitHub.Seen seen)
    {
        if (seen.Target.EndsWith("/installation", StringComparison.Ordinal))
        {
            return WireGitHub.Json(context, """{"id":99,"account":{"login":"example"}}""");
        }

        if (seen.Target.EndsWith("/access_tokens", StringComparison.Ordinal))
        {
            _made.Enqueue("");
            return WireGitHub.Json(context, $$"""{"token":"{{Secret}}{{_made.Count}}","expires_at":"{{_clock.GetUtcNow().AddHours(1):yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""", 201);
        }

        return WireGitHub.Json(context, WireGitHub.Membership());
    }

    private static (JsonElement Header, JsonElement Claims) Verify(string token)
    {
        var parts = token.Split('.');
        using var rsa = RSA.Create();
        rsa.ImportFromPem(GitHubUnderTest.AppKey);
        rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldBeTrue();
        return (JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement, JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement);
    }
}
