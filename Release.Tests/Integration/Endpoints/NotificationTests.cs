using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Storage;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

/// <summary>Contracts §1.</summary>
public sealed class NotificationTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Fact]
    public async Task A_notification_is_recorded_and_answered_with_nothing()
    {
        using var response = await App.NotifyDeployAsync("alphagov/told-us", "staging", "v1367");

        await response.ShouldBeEmptyAsync(HttpStatusCode.OK);
        var deployment = (await App.DeploymentsAsync("told-us")).ShouldHaveSingleItem();
        ((string?)deployment["version"], (string?)deployment["environment"], (string?)deployment["status"], (string?)deployment["trigger"])
            .ShouldBe(("v1367", "staging", "recorded", "external"));
    }

    [Fact]
    public async Task A_form_says_the_same()
    {
        using var form = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("repo", "alphagov/by-form"),
            KeyValuePair.Create("deployment[environment]", "production"),
            KeyValuePair.Create("deployment[version]", "4f0e1c2d3b4a5968778695a4b3c2d1e0f0e1d2c3"),
        ]);
        using var response = await App.Machine.PostAsync("/deployments", form, Cancel);

        await response.ShouldBeEmptyAsync(HttpStatusCode.OK);
        (await App.DeploymentsAsync("by-form")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_application_is_made_with_a_name_for_people()
    {
        using var response = await App.NotifyDeployAsync("alphagov/content-data-api", "integration", "v1");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await App.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.recorded" && (string?)happened["application"] == "content-data-api");

        var application = await App.WaitForApplicationAsync("content-data-api");

        ((string?)application["displayName"]).ShouldBe("Content Data API");
        ((string?)application["repository"]).ShouldBe("alphagov/content-data-api");
    }

    [Fact]
    public async Task A_repetition_is_recorded_once_and_a_return_is_a_new_deployment()
    {
        foreach (var version in new[] { "v1", "v1", "v2", "v1" })
        {
            using var response = await App.NotifyDeployAsync("alphagov/to-and-fro", "integration", version);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await App.DeploymentsAsync("to-and-fro")).Select(deployment => (string?)deployment["version"]).ShouldBe(["v1", "v2", "v1"]);
    }

    [Fact]
    public async Task Two_applications_that_fit_are_409_with_nothing()
    {
        await using (var transaction = await App.Services.GetRequiredService<IReleaseStore>().BeginAsync(Cancel))
        {
            transaction.Add(new Application(ApplicationName.Parse("one-of-two"), "alphagov/shared-image", TimeProvider.System.GetUtcNow()));
            transaction.Add(new Application(ApplicationName.Parse("two-of-two"), "elsewhere/shared-image", TimeProvider.System.GetUtcNow()));
            await transaction.CommitAsync(Cancel);
        }

        using var response = await App.NotifyDeployAsync("alphagov/shared-image", "integration", "v1");

        await response.ShouldBeEmptyAsync(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("", "integration", "v1", "repo")]
    [InlineData("   ", "integration", "v1", "repo")]
    [InlineData("alphagov/", "integration", "v1", "repo")]
    [InlineData("alphagov/../etc", "integration", "v1", "repo")]
    [InlineData("/no-owner", "integration", "v1", "repo")]
    [InlineData("one/too/many", "integration", "v1", "repo")]
    [InlineData("https://github.com/alphagov/publisher", "integration", "v1", "repo")]
    [InlineData("alphagov/publisher", "", "v1", "deployment.environment")]
    [InlineData("alphagov/publisher", "nowhere", "v1", "deployment.environment")]
    [InlineData("alphagov/publisher", "Integration", "v1", "deployment.environment")]
    [InlineData("alphagov/publisher", "integration", "", "deployment.version")]
    [InlineData("alphagov/publisher", "integration", "v1; rm -rf /", "deployment.version")]
    [InlineData("alphagov/publisher", "integration", "-v", "deployment.version")]
    public async Task A_wrong_field_is_422_and_named(string repository, string environment, string version, string field)
    {
        using var response = await App.NotifyDeployAsync(repository, environment, version);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, field);
    }

    [Fact]
    public async Task A_repository_that_is_too_long_is_422_and_named()
    {
        using var response = await App.NotifyDeployAsync($"{new string('o', 100)}/{new string('n', 100)}", "integration", "v1");
        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "repo");
        ((string?)problem["detail"])!.ShouldContain("Give owner/name");
    }

    [Fact]
    public async Task Without_a_token_it_is_401()
    {
        using var response = await App.NotifyDeployAsync("alphagov/publisher", "integration", "v1", App.Anonymous);
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_without_the_right_is_403_and_the_refusal_is_on_record()
    {
        using var reader = await App.MachineWithAsync(TokenScopes.Read | TokenScopes.Deploy);
        using var response = await App.NotifyDeployAsync("alphagov/publisher", "integration", "v1", reader);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        ((string?)problem["detail"])!.ShouldContain("notify");
        await App.WaitForEventAsync(happened => (string?)happened["type"] == "access.refused" && ((string)happened["summary"]!).Contains("notify"));
    }

    [Fact]
    public async Task A_token_for_one_environment_is_403_in_another()
    {
        using var staging = await App.MachineWithAsync(TokenScopes.Notify, "staging");
        using var there = await App.NotifyDeployAsync("alphagov/only-staging", "staging", "v1", staging);
        using var elsewhere = await App.NotifyDeployAsync("alphagov/only-staging", "production", "v1", staging);

        there.StatusCode.ShouldBe(HttpStatusCode.OK);
        await elsewhere.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }
}
