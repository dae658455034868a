using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Applications;
using Release.Core.Sources;
using Release.Core.Storage;
using Release.Data;
using Release.Data.Rows;
using Release.Tests.Support;
using Release.Tests.Support.Webhooks;

namespace Release.Tests.Integration.Webhooks;

/// <summary>What each event sets off, through the real host and its sandbox.</summary>
public sealed class SourceEventTests(WebhookApp shared) : IClassFixture<WebhookApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Fact]
    public async Task A_release_goes_to_the_first_environment_and_on()
    {
        var line = await App.SendAndWorkAsync("release", Payload.Release("example/publisher", "v77001"));

        line.Outcome.ShouldBe("publisher v77001 goes to integration.");
        await App.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.queued"
            && (string?)happened["environment"] == "staging" && ((string)happened["summary"]!).StartsWith("v77001 ", StringComparison.Ordinal));
        var first = (await App.DeploymentsAsync("publisher")).Single(each => (string?)each["version"] == "v77001" && (string?)each["environment"] == "integration");
        ((string?)first["trigger"], (string?)first["requestedBy"]).ShouldBe(("continuous", "GitHub release by octocat"));
    }

    [Theory]
    [InlineData("example/publisher", "v77010", true, false, "draft")]
    [InlineData("example/publisher", "v77011", false, true, "pre-release")]
    [InlineData("example/publisher", "release/77", false, false, "no image")]
    [InlineData("example/not-here", "v1", false, false, "no image-tag file")]
    [InlineData("example/...", "v1", false, false, "names no application")]
    public async Task A_release_that_is_not_deployed_says_why(string repository, string tag, bool draft, bool prerelease, string why)
    {
        var line = await App.SendAndWorkAsync("release", Payload.Release(repository, tag, draft: draft, prerelease: prerelease));

        line.Status.ShouldBe(WebhookDeliveryStatus.Worked);
        line.Outcome.ShouldNotBeNull().ShouldContain(why);
        (await App.DeploymentsAsync("publisher")).ShouldNotContain(each => (string?)each["version"] == tag);
    }

    [Fact]
    public async Task Two_applications_of_one_repository_are_left_to_a_person()
    {
        await AddAsync("one-of-two", "example/shared-source");
        await AddAsync("two-of-two", "example/shared-source");

        var line = await App.SendAndWorkAsync("release", Payload.Release("example/shared-source", "v1"));

        line.Outcome.ShouldNotBeNull().ShouldStartWith("2 applications have the repository example/shared-source");
    }

    [Fact]
    public async Task A_repository_that_was_moved_or_spelled_otherwise_is_still_known()
    {
        await AddAsync("moved", "first-owner/moved");

        (await App.SendAndWorkAsync("workflow_run", Payload.Run("new-owner/moved", 71, "queued", null, "2026-11-22T10:00:00Z"))).Outcome.ShouldBe("Run 71 of new-owner/moved is queued.");
        (await App.SendAndWorkAsync("workflow_run", Payload.Run("First-Owner/moved", 72, "queued", null, "2026-11-22T10:00:00Z"))).Outcome.ShouldBe("Run 72 of First-Owner/moved is queued.");

        await using var context = await ContextAsync();
        (await context.CiRuns.FindAsync([72L], Cancel))!.Repository.ShouldBe("first-owner/moved", "as the application has it, so that it is found");
    }

    [Fact]
    public async Task Runs_are_heard_in_any_order_and_more_than_once()
    {
        await AddAsync("built", "example/built");
        string[] events =
        [
            Payload.Run("example/built", 900, "in_progress", null, "2026-11-22T10:01:00Z"),
            Payload.Run("example/built", 900, "completed", "failure", "2026-11-22T10:05:00Z"),
            Payload.Run("example/built", 900, "queued", null, "2026-11-22T10:00:00Z"),
            Payload.Run("example/built", 900, "completed", "failure", "2026-11-22T10:05:00Z"),
            Payload.Run("example/built", 900, "completed", "success", "2026-11-22T10:20:00Z", 2),
            Payload.Run("example/built", 900, "in_progress", null, "2026-11-22T10:15:00Z", 2),
            Payload.Run("example/built", 900, "completed", "failure", "2026-11-22T10:30:00Z", 1),
        ];
        foreach (var payload in events)
        {
            (await App.SendAndWorkAsync("workflow_run", payload)).Status.ShouldBe(WebhookDeliveryStatus.Worked);
        }

        await using var context = await ContextAsync();
        var run = (await context.CiRuns.FindAsync([900L], Cancel)).ShouldNotBeNull();
        (run.State, run.Attempt, run.Commit, run.Url).ShouldBe((BuildState.Succeeded, 2, Payload.Commit, "https://github.example/example/built/actions/runs/900"));
    }

    [Fact]
    public async Task A_push_to_the_default_branch_is_told_to_open_pages()
    {
        await AddAsync("pushed", "example/pushed");

        await App.SendAndWorkAsync("push", Payload.Push("example/pushed", "refs/heads/side"));
        await App.SendAndWorkAsync("push", Payload.Push("example/pushed", "refs/heads/main"));
        await App.SendAndWorkAsync("push", Payload.Push("example/pushed", "refs/tags/v5", deleted: true));

        var told = new List<string>();
        await App.WaitForEventAsync(happened =>
        {
            if ((string?)happened["type"] == "source.changed" && (string?)happened["application"] == "pushed")
            {
                told.Add((string)happened["summary"]!);
            }

            return told.Count == 2;
        });
        told.ShouldBe(["main was pushed and is 5779607b49 now", "tag v5 was deleted"]);
    }

    [Fact]
    public async Task A_package_wakes_only_what_waits_for_it()
    {
        await AddAsync("packed", "example/packed");

        (await App.SendAndWorkAsync("package", Payload.Package("example/packed", "packed"))).Outcome.ShouldBe("Nothing waits for it.");
        (await App.SendAndWorkAsync("registry_package", Payload.Package(null, "packed", "registry_package"))).Outcome.ShouldBe("Nothing waits for it.");
        (await App.SendAndWorkAsync("package", Payload.Package("example/unknown", "unknown"))).Outcome.ShouldBe("No application has this package.");
    }

    private async Task AddAsync(string name, string repository)
    {
        await using var transaction = await App.Services.GetRequiredService<IReleaseStore>().BeginAsync(Cancel);
        transaction.Add(new Application(ApplicationName.Parse(name), repository, TimeProvider.System.GetUtcNow()));
        await transaction.CommitAsync(Cancel);
    }

    private Task<ReleaseDbContext> ContextAsync() =>
        App.Services.GetRequiredService<IDbContextFactory<ReleaseDbContext>>().CreateDbContextAsync(Cancel);
}
