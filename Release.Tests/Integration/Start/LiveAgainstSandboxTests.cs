using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Release.Sandbox.GitHub;
using Release.Sandbox.Slack;
using Release.Tests.Integration.Kill;
using Release.Tests.Support;

namespace Release.Tests.Integration.Start;

/// <summary>
/// Release in live mode with nothing but addresses and credentials, as for the real systems; those happen to be the
/// sandbox's, which runs apart and is told Release's address as one enters a webhook at GitHub.
/// </summary>
public sealed class LiveAgainstSandboxTests
{
    private const string Promoted = "application-1";
    private const string Failing = "application-2";
    private static readonly string[] Environments = ["integration", "staging", "production"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>How Release writes the configuration repository.</summary>
    public enum Writing
    {
        GitByPath,
        GitOverHttp,
        GitHubApi,
    }

    [Theory]
    [InlineData(Writing.GitByPath)]
    [InlineData(Writing.GitOverHttp)]
    [InlineData(Writing.GitHubApi)]
    public async Task Sign_in_a_release_to_production_and_a_failure_told_on_Slack(Writing writing)
    {
        using var directory = new TemporaryDirectory();
        await using var sandbox = await TestSandbox.StartAsync(
            directory.Path, $"--Release:Sandbox:SeedDirectory={KilledPromotion.Seed(Path.Combine(directory.Path, "seed"), 2)}",
            "--Release:Sandbox:RolloutSeconds=0", "--Release:Sandbox:SmokeTestSeconds=0", "--Release:Sandbox:BuildSeconds=0");
        await using var app = await ReleaseApp.StartAsync([.. Settings(sandbox), .. Settings(sandbox, writing)]);

        using var browser = await SignInAsync(app, sandbox);
        var token = await MakeTokenAsync(app, browser);
        app.Machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var entered = await sandbox.Control.PutAsJsonAsync("api/sandbox/release", new { address = app.Address, token }, Cancel);
        entered.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var version = await MergeAsync(sandbox, Promoted);
        await app.WaitForEventAsync(happened => IsOf(happened, "deployment.succeeded", Promoted, version));

        using var broken = await sandbox.Control.PutAsJsonAsync("api/sandbox/misbehaviours", new { application = Failing, environment = "production", kind = "failingSmokeTest" }, Cancel);
        broken.StatusCode.ShouldBe(HttpStatusCode.OK);
        await MergeAsync(sandbox, Failing);
        await app.WaitForEventAsync(happened => IsOf(happened, "deployment.failed", Failing, "The smoke tests failed"));
        (await MessageAsync(sandbox)).Text.ShouldContain(Failing);
    }

    private static bool IsOf(JsonNode happened, string type, string application, string says) =>
        (string?)happened["type"] == type && (string?)happened["application"] == application && (string?)happened["environment"] == "production"
        && happened["summary"]!.ToString().Contains(says, StringComparison.Ordinal);

    private static async Task<string> MergeAsync(TestSandbox sandbox, string application)
    {
        using var merged = await sandbox.Control.PostAsJsonAsync("api/sandbox/pull-requests", new { application }, Cancel);
        var body = JsonNode.Parse(await merged.Content.ReadAsStringAsync(Cancel))!;
        ((int?)body["statusCode"])!.Value.ShouldBeInRange(200, 299, body.ToJsonString());
        return (string)body["version"]!;
    }

    private static async Task<SlackMessage> MessageAsync(TestSandbox sandbox)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (sandbox.World.SlackMessages.Count == 0)
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }

        return sandbox.World.SlackMessages[^1];
    }

    /// <summary>A browser that came back from GitHub as one of the admins.</summary>
    private static async Task<HttpClient> SignInAsync(ReleaseApp app, TestSandbox sandbox)
    {
        var admin = sandbox.World.People.First(person => person.Teams.Contains(SandboxGitHub.AdminsTeam)).Login;
        var browser = app.NewBrowser();
        using var start = await browser.GetAsync("/sign-in/github?returnUrl=%2Factivity", Cancel);
        start.StatusCode.ShouldBe(HttpStatusCode.Found);
        start.Headers.Location!.Authority.ShouldBe(sandbox.World.Endpoints.GitHub.Authority);
        var page = await browser.GetStringAsync(start.Headers.Location, Cancel);
        var fields = page.Split("<input type=\"hidden\" name=\"").Skip(1).Select(input => input.Split('"'))
            .Select(parts => KeyValuePair.Create(parts[0], WebUtility.HtmlDecode(parts[2]))).Append(KeyValuePair.Create("login", admin));
        using var form = new FormUrlEncodedContent(fields);
        using var agreed = await browser.PostAsync(new Uri(sandbox.World.Endpoints.GitHub, "login/oauth/authorize"), form, Cancel);
        agreed.StatusCode.ShouldBe(HttpStatusCode.Found);
        using var back = await browser.GetAsync(agreed.Headers.Location, Cancel);
        back.Headers.Location!.OriginalString.ShouldBe("/activity");
        return browser;
    }

    private static async Task<string> MakeTokenAsync(ReleaseApp app, HttpClient browser)
    {
        using var made = await app.PostTextAsync("/api/tokens", """{"name":"github-actions","scopes":["read","deploy","notify"]}""", browser);
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync(Cancel));
        return (string)JsonNode.Parse(await made.Content.ReadAsStringAsync(Cancel))!["token"]!;
    }

    private static string[] Settings(TestSandbox sandbox, Writing writing) => writing switch
    {
        Writing.GitByPath => [$"Release:ConfigRepository:Url={sandbox.World.ConfigRepositoryPath}"],
        Writing.GitOverHttp => [$"Release:ConfigRepository:Url={new UriBuilder(new Uri(sandbox.World.Endpoints.GitHub, $"{SandboxGitHub.ConfigRepository}.git")) { UserName = "x-access-token", Password = sandbox.World.GitHubToken }.Uri}"],
        _ => ["Release:ConfigRepository:Via=GitHub", $"Release:ConfigRepository:Repository={SandboxGitHub.ConfigRepository}"],
    };

    private static IEnumerable<string> Settings(TestSandbox sandbox)
    {
        var world = sandbox.World;
        var github = world.Endpoints.GitHub.ToString().TrimEnd('/');
        const string roles = "Release:Authentication:Roles";
        return
        [
            "Release:Mode=Live",
            $"Release:Clusters:Kubeconfig={world.KubeconfigPath}",
            $"Release:Registry:Address={world.Endpoints.Registry.ToString().TrimEnd('/')}",
            $"Release:Slack:WebhookUrl={new Uri(world.Endpoints.Slack, "services/T000/B000/live")}",
            "Release:SmokeTests:UrlTemplate={base}/services/{namespace}/{application}/smoke-test?run={run}",
            .. Environments.Select(environment => $"Release:SmokeTests:BaseAddresses:{environment}={world.Endpoints.Services[environment].ToString().TrimEnd('/')}"),
            $"Release:GitHub:ApiAddress={github}/api/v3",
            $"Release:GitHub:WebAddress={github}",
            $"Release:GitHub:Organisation={SandboxGitHub.Organisation}",
            $"Release:GitHub:Token={world.GitHubToken}",
            $"Release:GitHub:WebhookSecret={world.GitHubWebhookSecret}",
            $"Release:Authentication:GitHub:ClientId={world.GitHubClientId}",
            $"Release:Authentication:GitHub:ClientSecret={world.GitHubClientSecret}",
            $"{roles}:0:Organisation={SandboxGitHub.Organisation}", $"{roles}:0:Team={SandboxGitHub.AdminsTeam}", $"{roles}:0:Role=Admin",
        ];
    }
}
