using NSubstitute;
using Release.Core.Events;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Core.Storage;
using Release.Core.Webhooks;
using Release.Data.Rows;
using Release.Tests.Support.Data;
using Release.Tests.Support.Webhooks;
using Release.Web.Jobs;

namespace Release.Tests.Integration.Webhooks;

public sealed class WebhookWorkerTests
{
    private const string Repository = "example/publisher";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_git_away_a_release_waits_and_none_overtakes_it()
    {
        await using var bench = await WebhookBench.StartAsync();
        bench.Outside.BeforeCall = Away;
        await bench.TakeAsync("release", Payload.Release(Repository, "v1"));
        await bench.TakeAsync("release", Payload.Release(Repository, "v2"));
        await bench.TakeAsync("workflow_run", Payload.Run(Repository, 1, "queued", null, "2026-11-22T10:00:00Z"));

        await bench.WorkAsync();

        var lines = await bench.LinesAsync();
        lines.Select(line => (line.Status, line.Attempts)).ShouldBe(
            [(WebhookDeliveryStatus.Pending, 1), (WebhookDeliveryStatus.Pending, 0), (WebhookDeliveryStatus.Worked, 1)]);
        lines[0].Outcome.ShouldBe("git is away");
        (await bench.Store.NextDueAsync(Cancel)).ShouldBe(bench.Clock.GetUtcNow() + WebhookWorker.PauseAfter(1), "v2 is due and waits for v1: nothing is to be done before");

        bench.Outside.BeforeCall = _ => { };
        bench.Clock.Advance(WebhookWorker.PauseAfter(1));
        await bench.WorkAsync();

        (await bench.VersionsAsync()).ShouldBe(["v1", "v2"]);
        (await bench.LinesAsync()).ShouldAllBe(line => line.Status == WebhookDeliveryStatus.Worked);
    }

    [Fact]
    public async Task After_many_tries_it_is_given_up_and_can_be_worked_again()
    {
        await using var bench = await WebhookBench.StartAsync();
        bench.Outside.BeforeCall = Away;
        await bench.TakeAsync("release", Payload.Release(Repository, "v1"));
        for (var attempt = 1; attempt <= WebhookWorker.MaxAttempts; attempt++)
        {
            await bench.WorkAsync();
            bench.Clock.Advance(WebhookWorker.PauseAfter(attempt));
        }

        var given = (await bench.LinesAsync()).ShouldHaveSingleItem();
        (given.Status, given.Attempts, given.Outcome).ShouldBe((WebhookDeliveryStatus.Failed, WebhookWorker.MaxAttempts, $"Given up after {WebhookWorker.MaxAttempts} attempts. git is away"));

        bench.Outside.BeforeCall = _ => { };
        (await bench.Store.WorkAgainAsync(given.Sequence, Cancel)).ShouldBeTrue();
        await bench.WorkAsync();

        (await bench.VersionsAsync()).ShouldBe(["v1"]);
    }

    [Fact]
    public async Task A_fault_of_our_own_is_tried_less_often_and_tells_nothing_of_itself()
    {
        await using var bench = await WebhookBench.StartAsync();
        bench.Outside.BeforeCall = _ => throw new InvalidOperationException("a secret detail");
        await bench.TakeAsync("release", Payload.Release(Repository, "v1"));
        for (var attempt = 1; attempt <= WebhookWorker.MaxAttemptsOfFaults; attempt++)
        {
            await bench.WorkAsync();
            bench.Clock.Advance(WebhookWorker.PauseAfter(attempt));
        }

        var line = (await bench.LinesAsync()).ShouldHaveSingleItem();
        line.Status.ShouldBe(WebhookDeliveryStatus.Failed);
        line.Outcome.ShouldNotBeNull().ShouldNotContain("secret");
    }

    [Fact]
    public async Task Killed_between_the_effect_and_its_record_it_begins_one_deployment()
    {
        await using var bench = await WebhookBench.StartAsync();
        await bench.TakeAsync("release", Payload.Release(Repository, "v1"));
        await bench.TakeAsync("release", Payload.Release(Repository, "v2"));

        // The claim of a process that was killed after it began v1's deployment.
        var claimed = await bench.Store.ClaimAsync(10, bench.Clock.GetUtcNow().AddSeconds(30), Cancel);
        await bench.Get<SourceEvents>().TakeAsync(
            new SourceEvent.Released(Repository, "v1", false, false, "octocat"), claimed[0].ReceivedAt, Cancel);
        await CancelActiveAsync(bench);
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await bench.WorkAsync();

        (await bench.VersionsAsync()).ShouldBe(["v1", "v2"]);
        (await bench.LinesAsync())[0].Outcome.ShouldBe("v1 was requested already.");
    }

    [Fact]
    public async Task Two_replicas_work_none_twice_and_none_out_of_order()
    {
        await using var bench = await WebhookBench.StartAsync();
        for (var number = 1; number <= 60; number++)
        {
            await bench.TakeAsync("release", Payload.Release(Repository, $"v{number}"));
        }

        await Task.WhenAll(bench.WorkAsync(), bench.WorkAsync(), bench.WorkAsync());
        await bench.WorkAsync();

        (await bench.VersionsAsync()).ShouldBe(Enumerable.Range(1, 60).Select(number => $"v{number}"));
        (await bench.LinesAsync()).ShouldAllBe(line => line.Attempts == 1);
    }

    [Fact]
    public async Task Ended_in_the_middle_it_puts_back_what_it_has_not_begun()
    {
        await using var bench = await WebhookBench.StartAsync();
        await bench.TakeAsync("release", Payload.Release(Repository, "v1"));
        await bench.TakeAsync("release", Payload.Release(Repository, "v2"));
        using var killed = new CancellationTokenSource();
        bench.Outside.BeforeCall = _ => killed.Cancel();

        await Should.ThrowAsync<OperationCanceledException>(() => bench.WorkAsync(killed.Token));

        (await bench.LinesAsync()).Select(line => (line.Status, line.Attempts)).ShouldBe([(WebhookDeliveryStatus.Pending, 0), (WebhookDeliveryStatus.Pending, 0)]);
        bench.Outside.BeforeCall = _ => { };
        await bench.WorkAsync();
        (await bench.VersionsAsync()).ShouldBe(["v1", "v2"]);
    }

    [Fact]
    public async Task A_run_or_a_package_wakes_the_deployments_of_its_application_alone()
    {
        await using var bench = await WebhookBench.StartAsync();
        bench.Outside.AddFile(Samples.Cell("frontend"), "v0");
        await bench.TakeAsync("release", Payload.Release(Repository, "v1"));
        await bench.TakeAsync("release", Payload.Release("example/frontend", "v1"));
        await bench.WorkAsync();
        await AwaitImagesAsync(bench);
        bench.Outside.Triggered.Clear();

        await bench.TakeAsync("workflow_run", Payload.Run(Repository, 1, "completed", "success", "2026-11-22T10:00:00Z"));
        await bench.WorkAsync();
        bench.Outside.Triggered.ShouldBe([Samples.Cell()]);
        await bench.TakeAsync("workflow_run", Payload.Run(Repository, 1, "queued", null, "2026-11-22T09:00:00Z"));
        await bench.WorkAsync();
        bench.Outside.Triggered.ShouldBe([Samples.Cell()], "it told nothing new");
        await bench.TakeAsync("package", Payload.Package(Repository, "publisher"));
        await bench.WorkAsync();
        bench.Outside.Triggered.ShouldBe([Samples.Cell(), Samples.Cell()]);
    }

    [Fact]
    public async Task A_release_that_is_told_after_a_newer_one_does_not_go_over_it()
    {
        await using var bench = await WebhookBench.StartAsync();
        await bench.TakeAsync("release", Payload.Release(Repository, "v10"));
        await bench.TakeAsync("release", Payload.Release(Repository, "v9"));
        await bench.TakeAsync("release", Payload.Release(Repository, "hotfix"));

        await bench.WorkAsync();

        (await bench.VersionsAsync()).ShouldBe(["v10", "hotfix"]);
        (await bench.LinesAsync())[1].Outcome.ShouldBe(
            "v10, which is newer than v9, was already requested for publisher in integration: not deployed. Deploy it by hand if it is wanted.");
    }

    [Fact]
    public async Task The_end_of_a_run_of_the_default_branch_is_told_to_open_pages()
    {
        await using var bench = await WebhookBench.StartAsync();
        await bench.TakeAsync("release", Payload.Release(Repository, "v1"));
        await bench.TakeAsync("workflow_run", Payload.Run(Repository, 1, "in_progress", null, "2026-11-22T10:00:00Z", branch: "main"));
        await bench.TakeAsync("workflow_run", Payload.Run(Repository, 1, "completed", "failure", "2026-11-22T10:01:00Z", branch: "main"));
        await bench.TakeAsync("workflow_run", Payload.Run(Repository, 2, "completed", "failure", "2026-11-22T10:01:00Z", branch: "feature"));

        await bench.WorkAsync();

        (await bench.EventsAsync(EventType.SourceChanged)).ShouldBe([$"Deploy failed on {Payload.Commit[..10]}"]);
        bench.Get<ISourceHostCache>().Received(3).Forget(SourceRepository.Parse(Repository));
    }

    private static void Away(string call) => throw new OutsideException("git is away", FailureKind.Network);

    private static async Task AwaitImagesAsync(WebhookBench bench)
    {
        await using var transaction = await bench.Get<IReleaseStore>().BeginAsync(Cancel);
        foreach (var cell in await transaction.ActiveCellsAsync(Cancel))
        {
            (await transaction.ActiveDeploymentsAsync(cell, Cancel))[^1].BeginStep(bench.Clock.GetUtcNow());
        }

        await transaction.CommitAsync(Cancel);
    }

    private static async Task CancelActiveAsync(WebhookBench bench)
    {
        await using var transaction = await bench.Get<IReleaseStore>().BeginAsync(Cancel);
        foreach (var deployment in await transaction.ActiveDeploymentsAsync(Samples.Cell(), Cancel))
        {
            deployment.Cancel("somebody", bench.Clock.GetUtcNow());
        }

        await transaction.CommitAsync(Cancel);
    }
}
