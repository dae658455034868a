using System.Net;
using Release.Core.Access;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

/// <summary>Contracts §2 and §3.</summary>
public sealed class ArgoEventTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private ReleaseApp App => shared.App;

    [Fact]
    public async Task A_release_goes_through_to_production_by_itself()
    {
        const string application = "account-api";
        using var response = await App.RequestUpdateAsync("integration", application, "v4711", "true");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("{}");
        await App.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.succeeded"
            && (string?)happened["application"] == application && (string?)happened["environment"] == "production");

        var deployments = (await App.DeploymentsAsync(application)).Where(deployment => (string?)deployment["version"] == "v4711").ToArray();
        deployments.Select(deployment => ((string?)deployment["environment"], (string?)deployment["trigger"], (string?)deployment["status"]))
            .ShouldBe([("production", "promotion", "succeeded"), ("staging", "promotion", "succeeded"), ("integration", "continuous", "succeeded")]);

        var first = await App.GetJsonAsync($"/api/deployments/{deployments[2]["id"]}");
        first["steps"]!.AsArray().Select(step => ((string?)step!["name"], (string?)step["status"]))
            .ShouldBe([("Build", "succeeded"), ("UpdateImageTag", "succeeded"), ("Sync", "succeeded"), ("Rollout", "succeeded"), ("SmokeTest", "succeeded"), ("Promote", "succeeded")]);
        ((string?)first["promotion"]!["decision"]).ShouldBe("promote");
        first["promotion"]!["gates"]!.AsArray().ShouldAllBe(gate => (bool)gate!["passed"]! && ((string)gate["evidence"]!).Length > 0);
        var last = await App.GetJsonAsync($"/api/deployments/{deployments[0]["id"]}");
        ((string?)last["promotion"]!["decision"]).ShouldBe("hold");
    }

    [Fact]
    public async Task A_persons_run_stays_where_it_was_sent_and_says_why()
    {
        const string application = "asset-manager";
        using var response = await App.RequestUpdateAsync("integration", application, "v4712", "false");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var landed = await App.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.succeeded" && (string?)happened["application"] == application);

        var deployment = await App.GetJsonAsync($"/api/deployments/{landed["deploymentId"]}");

        ((string?)deployment["trigger"]).ShouldBe("manual");
        ((string?)deployment["promotion"]!["decision"]).ShouldBe("hold");
        ((string?)deployment["promotion"]!["summary"])!.ShouldContain("manual");
        (await App.DeploymentsAsync(application)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "publisher", "v1", "true", "environment")]
    [InlineData("nowhere", "publisher", "v1", "true", "environment")]
    [InlineData("integration", "", "v1", "true", "repoName")]
    [InlineData("integration", "../etc", "v1", "true", "repoName")]
    [InlineData("integration", "not-in-the-repository", "v1", "true", "repoName")]
    [InlineData("integration", "publisher", "", "true", "imageTag")]
    [InlineData("integration", "publisher", "a/b", "true", "imageTag")]
    [InlineData("integration", "publisher", "v1", "", "promoteDeployment")]
    [InlineData("integration", "publisher", "v1", "True", "promoteDeployment")]
    [InlineData("integration", "publisher", "v1", "yes", "promoteDeployment")]
    public async Task A_wrong_field_is_422_and_named_as_the_sender_names_it(
        string environment, string repoName, string imageTag, string promote, string field)
    {
        using var response = await App.RequestUpdateAsync(environment, repoName, imageTag, promote);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, field);
    }

    [Fact]
    public async Task A_flag_that_is_no_text_is_422()
    {
        using var response = await App.PostTextAsync(
            "/api/v1/events/apps/update-image-tag",
            """{"environment":"integration","repoName":"publisher","imageTag":"v1","promoteDeployment":true}""");
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "promoteDeployment");
    }

    [Fact]
    public async Task The_right_to_deploy_is_needed_there()
    {
        using var notifier = await App.MachineWithAsync(TokenScopes.Notify | TokenScopes.Read);
        using var staging = await App.MachineWithAsync(TokenScopes.Deploy, "staging");

        using var refused = await App.RequestUpdateAsync("integration", "publisher", "v1", "true", notifier);
        using var elsewhere = await App.RequestUpdateAsync("integration", "publisher", "v1", "true", staging);
        using var nobody = await App.RequestUpdateAsync("integration", "publisher", "v1", "true", App.Anonymous);

        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await elsewhere.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await nobody.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_post_sync_event_is_taken()
    {
        using var response = await App.SendPostSyncAsync("draft-frontend", "Succeeded", "frontend", "v900", "true", "true");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("{}");
    }

    /// <summary>The samples have v1209 of smart-answers in production alone.</summary>
    [Theory]
    [InlineData("production", HttpStatusCode.OK)]
    [InlineData("integration", HttpStatusCode.Forbidden)]
    public async Task A_post_sync_event_counts_only_in_the_environments_of_its_token(string environment, HttpStatusCode expected)
    {
        using var limited = await App.MachineWithAsync(TokenScopes.Notify, environment);

        using var response = await App.PostTextAsync(
            "/api/v1/events/apps/post-sync",
            """{"application":"smart-answers","state":"Succeeded","repoName":"smart-answers","imageTag":"v1209","promoteDeployment":"true","automaticDeploysEnabled":"true"}""",
            limited);

        response.StatusCode.ShouldBe(expected);
        if (expected is HttpStatusCode.Forbidden)
        {
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("production");
        }
    }

    [Theory]
    [InlineData("", "Succeeded", "frontend", "v900", "true", "true", "application")]
    [InlineData("frontend", "", "frontend", "v900", "true", "true", "state")]
    [InlineData("frontend", "Succeeded", "", "v900", "true", "true", "repoName")]
    [InlineData("frontend", "Succeeded", "frontend", "", "true", "true", "imageTag")]
    [InlineData("frontend", "Succeeded", "frontend", "v900", "", "true", "promoteDeployment")]
    [InlineData("frontend", "Succeeded", "frontend", "v900", "true", "1", "automaticDeploysEnabled")]
    public async Task A_wrong_post_sync_event_is_422_and_its_field_named(
        string application, string state, string repoName, string imageTag, string promote, string automatic, string field)
    {
        using var response = await App.SendPostSyncAsync(application, state, repoName, imageTag, promote, automatic);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, field);
    }
}
