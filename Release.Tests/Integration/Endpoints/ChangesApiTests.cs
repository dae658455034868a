using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Access;
using Release.Core.Sources;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;
using Release.Tests.Support.Sources;

namespace Release.Tests.Integration.Endpoints;

/// <summary>What ships, and deploying any reference, through the host with a GitHub and a registry in memory.</summary>
public sealed class ChangesApiTests : IAsyncLifetime
{
    private const string Application = "publisher";
    private static readonly string Branch = Commits.Sha('3').Value;
    private readonly FakeGitHub _gitHub = new(TimeProvider.System) { LooksUp = true };
    private ReleaseApp _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await ReleaseApp.StartAsync(TextWriter.Null, builder =>
        {
            builder.Services.AddSingleton(new SourceSettings("example", "https://github.example"));
            builder.Services.AddSingleton<ISourceHost>(_gitHub);
            builder.Services.AddSingleton<IBuilds>(_gitHub);
            builder.Services.AddSingleton<IImageRegistry>(_gitHub);
        });
        var present = await PresentAsync();
        _gitHub.Images.UnionWith([present, "v9001"]);
        _gitHub.AddReference(present, ReferenceKind.Tag, Commits.Sha('1').Value);
        _gitHub.AddReference("v9001", ReferenceKind.Tag, Commits.Sha('2').Value);
        _gitHub.AddReference("feature/x", ReferenceKind.Branch, Branch);
        foreach (var (from, to) in new[] { ('1', '2'), ('1', '3'), ('2', '3') })
        {
            _gitHub.Comparisons[(Commits.Sha(from).Value, Commits.Sha(to).Value)] =
                Commits.Between(from, to, ChangeRelation.Ahead, [Commits.Commit(to, "bob", pull: 7)], files: "db/migrate/1_things.rb");
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_deployment_says_what_it_shipped_also_with_GitHub_away()
    {
        using var response = await DeployAsync("v9001");
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync(Token));
        var changes = await WaitForChangesAsync(response.Headers.Location!.OriginalString);
        _gitHub.IsAway = true;

        changes = await _app.GetJsonAsync($"{response.Headers.Location!.OriginalString}/changes");

        ((string?)changes["relation"], (string?)changes["headCommit"]).ShouldBe(("ahead", Commits.Sha('2').Value));
        ((string?)changes["commits"]![0]!["url"]).ShouldBe($"https://github.example/example/publisher/commit/{Commits.Sha('2')}");
        ((int)changes["pullRequests"]![0]!["number"]!, (string?)changes["pullRequests"]![0]!["url"]).ShouldBe((7, "https://github.example/example/publisher/pull/7"));
        changes["authors"]!.AsArray().Select(author => (string?)author).ShouldBe(["bob"]);
        changes["migrations"]!.AsArray().Select(path => (string?)path).ShouldBe(["db/migrate/1_things.rb"]);
        ((string?)changes["compareUrl"]).ShouldBe($"https://github.example/example/publisher/compare/{Commits.Sha('1')}...{Commits.Sha('2')}");
        var deployment = await _app.GetJsonAsync(response.Headers.Location.OriginalString);
        ((string?)deployment["sourceCommit"]).ShouldBe(Commits.Sha('2').Value);
        ((string?)deployment["replacedVersion"]).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_branch_is_the_commit_that_it_is_now()
    {
        using var response = await DeployAsync("feature/x");
        var accepted = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;

        ((string?)accepted["version"], (string?)accepted["reference"], (string?)accepted["sourceCommit"]).ShouldBe((Branch, "feature/x", Branch));
    }

    [Fact]
    public async Task An_image_that_is_missing_is_built_and_deployed_when_its_workflow_calls_back()
    {
        _gitHub.AddReference("v9003", ReferenceKind.Tag, Commits.Sha('4').Value);
        using var response = await DeployAsync("v9003");
        var id = response.Headers.Location!.OriginalString.Split('/')[^1];
        await _app.WaitForEventAsync(happened => (string?)happened["deploymentId"] == id && ((string?)happened["summary"])!.StartsWith("Building", StringComparison.Ordinal));

        var building = await _app.GetJsonAsync($"/api/deployments/{id}");
        ((string?)building["build"]!["url"], (string?)building["build"]!["state"], (long?)building["build"]!["runId"])
            .ShouldBe(("https://github.com/example/publisher/actions/runs/1", "queued", 1));
        ((string?)building["steps"]![0]!["name"], (string?)building["steps"]![0]!["status"]).ShouldBe(("Build", "running"));

        using var called = await _app.RequestUpdateAsync("integration", Application, "v9003", "false");
        called.StatusCode.ShouldBe(HttpStatusCode.OK);
        await _app.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.succeeded" && (string?)happened["deploymentId"] == id);

        var deployed = await _app.GetJsonAsync($"/api/deployments/{id}");
        ((string?)deployed["version"], (string?)deployed["build"]!["state"]).ShouldBe(("v9003", "succeeded"));
        (await _app.DeploymentsAsync(Application)).Count.ShouldBe(1);
        _gitHub.Dispatched.ShouldBe(["integration v9003"]);
    }

    [Theory]
    [InlineData("no/such/branch")]
    [InlineData("v9999")]
    [InlineData("..")]
    public async Task An_unknown_reference_is_422_and_names_the_field(string version)
    {
        using var response = await DeployAsync(version);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "version");
    }

    [Fact]
    public async Task With_GitHub_away_existing_images_deploy_and_others_say_so()
    {
        _gitHub.IsAway = true;

        using var existing = await DeployAsync("v9001");
        using var branch = await DeployAsync("feature/x");

        existing.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await branch.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        (await branch.Content.ReadAsStringAsync(Token)).ShouldContain("Versions whose image is in the registry can be deployed");
    }

    [Fact]
    public async Task A_preview_has_changes_and_risks_and_says_when_GitHub_is_away()
    {
        var preview = await _app.GetJsonAsync($"/api/applications/{Application}/changes?environment=integration&version=feature/x");
        ((bool)preview["available"]!, (string?)preview["version"], (bool?)preview["imageExists"], (string?)preview["checks"]).ShouldBe((true, Branch, false, "passed"));
        preview["risks"]!.AsArray().Select(risk => (string?)risk!["kind"]).ShouldBe(["build", "othersChanges", "migrations"]);
        ((int)preview["changes"]!["commitCount"]!).ShouldBe(1);

        _gitHub.IsAway = true;
        var away = await _app.GetJsonAsync($"/api/applications/{Application}/changes?environment=integration&version=v9001");
        ((bool)away["available"]!, (string?)away["reason"], (string?)away["version"]).ShouldBe((false, "GitHub does not answer.", "v9001"));
        using var unknown = await _app.Machine.GetAsync($"/api/applications/{Application}/changes?environment=nowhere&version=v1", Token);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "environment");
        using var none = await _app.Machine.GetAsync("/api/applications/nobody/changes?environment=integration&version=v1", Token);
        await none.ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_commit_log_marks_environments_and_outlives_GitHub()
    {
        var present = await PresentAsync();
        _gitHub.Overview = new SourceOverview(
            Commits.Repository, "main", [Commits.Commit('2'), Commits.Commit('1')], [new SourceTag("v9001", Commits.Sha('2'), Commits.Noon), new SourceTag(present, Commits.Sha('1'), Commits.Noon)], 3, Commits.Noon);

        var log = await _app.GetJsonAsync($"/api/applications/{Application}/commits");
        ((bool)log["available"]!, (string?)log["staleSince"], (int)log["dependencyPullRequests"]!).ShouldBe((true, null, 3));
        log["commits"]!.AsArray().Select(commit => string.Join(',', commit!["tags"]!.AsArray().Select(tag => (string?)tag))).ShouldBe(["v9001", present]);
        log["commits"]![1]!["environments"]!.AsArray().Select(name => (string?)name).ShouldContain("integration");

        _gitHub.IsAway = true;
        var stale = await _app.GetJsonAsync($"/api/applications/{Application}/commits");
        ((DateTime?)stale["staleSince"], (string?)stale["reason"]).ShouldBe((Commits.Noon.UtcDateTime, "GitHub does not answer."));
        stale["commits"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Reading_needs_the_right_to_read()
    {
        using var notifier = await _app.MachineWithAsync(TokenScopes.Notify);
        using var preview = await notifier.GetAsync($"/api/applications/{Application}/changes?environment=integration&version=v1", Token);
        using var log = await notifier.GetAsync($"/api/applications/{Application}/commits", Token);
        using var changes = await notifier.GetAsync($"/api/deployments/{Guid.CreateVersion7()}/changes", Token);
        using var unknown = await _app.Machine.GetAsync($"/api/deployments/{Guid.CreateVersion7()}/changes", Token);

        await preview.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await log.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await changes.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    private Task<HttpResponseMessage> DeployAsync(string version) =>
        _app.PostTextAsync("/api/deployments", $$"""{"application":"{{Application}}","environment":"integration","version":"{{version}}"}""");

    private async Task<string> PresentAsync() =>
        (string)(await _app.GetJsonAsync($"/api/applications/{Application}"))["environments"]!.AsArray().First(cell => (string?)cell!["name"] == "integration")!["wantedVersion"]!;

    /// <summary>It is recorded beside the deployment and told by no event, so that it is asked for until it is there.</summary>
    private async Task<JsonNode> WaitForChangesAsync(string deployment)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var changes = await _app.GetJsonAsync($"{deployment}/changes");
            if (changes["takenAt"] is not null)
            {
                return changes;
            }

            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
