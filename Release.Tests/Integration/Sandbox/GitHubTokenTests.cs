using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Release.Sandbox.GitHub;
using Release.Sandbox.GitHub.Tokens;

namespace Release.Tests.Integration.Sandbox;

/// <summary>Who may what at the sandbox's GitHub: personal tokens, OAuth tokens, and a GitHub App.</summary>
public sealed class GitHubTokenTests
{
    private const string Publisher = GitHubClient.Publisher;

    [Fact]
    public async Task Reading_needs_no_token_but_a_wrong_one_is_refused()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox) { Token = null };

        (await client.GetAsync(Publisher)).Status.ShouldBe(200);
        (await client.GetAsync("/user")).Message.ShouldBe("Requires authentication");
        (await client.WriteAsync("publisher", "x", "x")).Status.ShouldBe(401);
        client.Token = "ghp_unknown";
        var refused = await client.GetAsync(Publisher);
        refused.Status.ShouldBe(401);
        refused.Message.ShouldBe("Bad credentials");
        refused.Body["status"].Text().ShouldBe("401");
        refused.Body["documentation_url"].Text().ShouldStartWith("https://docs.github.com/");
        (await client.GetAsync(Publisher, ("Authorization", $"token {sandbox.World.GitHubToken}"))).Header("X-OAuth-Scopes")!.ShouldContain("repo");
    }

    [Fact]
    public async Task Writing_takes_a_member_with_a_token_that_reaches_so_far()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var tokens = sandbox.World.GitHub.State.Tokens;
        tokens.Register("gho_member", new GitHubIdentity("mei-tanaka", null, ["repo"]), null);
        tokens.Register("gho_reader", new GitHubIdentity("mei-tanaka", null, ["read:org"]), null);
        tokens.Register("gho_outsider", new GitHubIdentity("sam-outerbridge", null, ["repo"]), null);
        await sandbox.RestartAsync();
        var client = new GitHubClient(sandbox);

        (await StatusAsync("gho_member")).ShouldBe(201);
        (await StatusAsync("gho_reader")).ShouldBe(403);
        (await StatusAsync("gho_outsider")).ShouldBe(403);
        client.Token = "gho_member";
        (await client.ReadAsync("/user"))["login"].Text().ShouldBe("mei-tanaka");
        sandbox.World.GitHub.State.Tokens.Revoke("gho_member").ShouldBeTrue();
        (await client.GetAsync("/user")).Status.ShouldBe(401);

        async Task<int> StatusAsync(string token)
        {
            client.Token = token;
            return (await client.WriteAsync("publisher", $"notes/{token}", "x")).Status;
        }
    }

    [Fact]
    public async Task The_machine_s_token_is_its_owner_s_alone_and_stays()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var token = sandbox.World.GitHubToken;

        token.ShouldStartWith("ghp_");
        sandbox.World.GitHubAppKeyPath.ShouldBe(Path.Combine(sandbox.Directory, "github-app.pem"));
        foreach (var path in new[] { Path.Combine(sandbox.Directory, "github-token"), sandbox.World.GitHubAppKeyPath })
        {
            File.Exists(path).ShouldBeTrue();
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        var (address, key) = (sandbox.World.Endpoints.GitHub, File.ReadAllText(sandbox.World.GitHubAppKeyPath));
        await sandbox.RestartAsync();
        sandbox.World.GitHubToken.ShouldBe(token);
        sandbox.World.Endpoints.GitHub.ShouldBe(address);
        File.ReadAllText(sandbox.World.GitHubAppKeyPath).ShouldBe(key);
        var endpoints = JsonNode.Parse(File.ReadAllText(Path.Combine(sandbox.Directory, "endpoints.json")))!;
        endpoints["github"].Text().ShouldBe(address.ToString());
    }

    [Fact]
    public async Task An_app_signs_in_and_gets_a_token_for_an_hour()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var sandbox = await SandboxUnderTest.StartAsync(time: time);
        var client = new GitHubClient(sandbox) { Token = Sign(sandbox, time.GetUtcNow()) };

        (await client.ReadAsync("/app"))["id"]!.GetValue<long>().ShouldBe(SandboxGitHub.AppId);
        var installation = (await client.ReadAsync($"{Publisher}/installation"))["id"].Text();
        (await client.ReadAsync("/app/installations"))[0]!["id"].Text().ShouldBe(installation);
        var answer = await client.SendAsync(HttpMethod.Post, $"/app/installations/{installation}/access_tokens", new JsonObject());
        answer.Status.ShouldBe(201, answer.Text);
        answer.Body["expires_at"].Text().ShouldBe("2026-11-22T11:00:00Z");
        answer.Body["permissions"]!["contents"].Text().ShouldBe("write");

        client.Token = answer.Body["token"].Text();
        (await client.WriteAsync("publisher", "notes/app", "x")).Body["commit"]!["author"]!["name"].Text().ShouldBe("release-sandbox[bot]");
        (await client.GetAsync("/orgs/example/teams/production-deploy/memberships/priya-menon")).Status.ShouldBe(200);
        time.Advance(TimeSpan.FromMinutes(61));
        (await client.GetAsync(Publisher)).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData(11, 0, "RS256", "too far in the future")]
    [InlineData(-1, 0, "RS256", "('exp') must be a numeric value")]
    [InlineData(9, 5, "RS256", "('iat') must be an Integer")]
    [InlineData(9, 0, "none", "could not be decoded")]
    [InlineData(9, 0, "HS256", "could not be decoded")]
    public async Task Other_web_tokens_are_refused(int life, int issued, string algorithm, string why)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox) { Token = Sign(sandbox, TimeProvider.System.GetUtcNow(), life, issued, algorithm) };

        var answer = await client.GetAsync("/app");

        answer.Status.ShouldBe(401);
        answer.Message.ShouldContain(why);
    }

    [Fact]
    public async Task A_web_token_signed_by_somebody_else_is_refused()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        using var other = RSA.Create(2048);
        var client = new GitHubClient(sandbox) { Token = Sign(other, TimeProvider.System.GetUtcNow(), 9, 0, "RS256") };

        (await client.GetAsync("/app")).Status.ShouldBe(401);
        (await client.SendAsync(HttpMethod.Post, $"/app/installations/{SandboxGitHub.InstallationId}/access_tokens")).Status.ShouldBe(401);
        (await client.GetAsync("/user")).Status.ShouldBe(401, "it is no token for anything else either");
    }

    [Fact]
    public async Task An_app_s_own_web_token_is_for_the_app_s_own_routes_only()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox) { Token = Sign(sandbox, TimeProvider.System.GetUtcNow()) };

        (await client.GetAsync($"{Publisher}/installation")).Status.ShouldBe(200);
        var refused = await client.GetAsync(Publisher);
        (refused.Status, refused.Message).ShouldBe((401, "Bad credentials"));
    }

    [Fact]
    public async Task Of_somebody_s_tokens_ten_are_good()
    {
        var time = new FakeTimeProvider();
        await using var sandbox = await SandboxUnderTest.StartAsync(time: time);
        for (var number = 1; number <= 11; number++)
        {
            sandbox.World.GitHub.State.Tokens.Register($"gho_{number}", new GitHubIdentity("mei-tanaka", null, ["read:org"]), null);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        sandbox.World.GitHub.State.Tokens.Register("gho_other", new GitHubIdentity("joss-bellamy", null, ["read:org"]), null);
        await sandbox.RestartAsync();

        var tokens = sandbox.World.GitHub.State.Tokens;
        Enumerable.Range(1, 11).Where(number => tokens.Find($"gho_{number}") is null).ShouldBe([1], "the oldest goes");
        tokens.Find("gho_other").ShouldNotBeNull();
    }

    private static string Sign(SandboxUnderTest sandbox, DateTimeOffset now, int life = 9, int issued = 0, string algorithm = "RS256")
    {
        using var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(sandbox.World.GitHubAppKeyPath));
        return Sign(key, now, life, issued, algorithm);
    }

    private static string Sign(RSA key, DateTimeOffset now, int life, int issued, string algorithm)
    {
        var header = Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""");
        var claims = Encode($$"""{"iat":{{now.AddMinutes(issued).ToUnixTimeSeconds()}},"exp":{{now.AddMinutes(life).ToUnixTimeSeconds()}},"iss":"{{SandboxGitHub.AppId}}"}""");
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";

        static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }
}
