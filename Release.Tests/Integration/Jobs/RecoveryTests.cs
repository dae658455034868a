using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Storage;
using Release.Data.Queries;
using Release.Data.Stores;
using Release.Tests.Integration.Data;
using Release.Tests.Support.Data;
using Release.Web.Jobs;

namespace Release.Tests.Integration.Jobs;

public sealed class RecoveryTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_pass_that_died_with_its_process_runs_again_at_once_at_the_next_start()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        await using (var killed = await TestJobs.StartAsync(folder, new RecordedPass()))
        {
            await killed.StopAsync();
            await QueueAsync(killed, Samples.Cell(), wake: true);

            // What a kill in the middle of a pass leaves.
            (await killed.Get<ICellLeases>().TakeAsync(Samples.Cell(), token)).ShouldNotBeNull();
        }

        var pass = new RecordedPass();
        await using var jobs = await TestJobs.StartAsync(folder, pass);

        (await pass.Runs.ReadAsync(token).AsTask().WaitAsync(ICellLeases.Length / 2, token)).ShouldBe(Samples.Cell());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_deployment_that_waits_is_looked_at_at_the_next_start()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        await using (var stopped = await TestJobs.StartAsync(folder, new RecordedPass()))
        {
            await stopped.StopAsync();
            await QueueAsync(stopped, Samples.Cell(), wake: true, after: TimeSpan.FromHours(1));
        }

        var pass = new RecordedPass();
        await using var jobs = await TestJobs.StartAsync(folder, pass);

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_that_nothing_would_wake_is_woken_and_others_are_left_alone()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var jobs = await TestJobs.StartAsync(folder, pass);
        await jobs.Get<CellSweep>().Begun.WaitAsync(token);
        await QueueAsync(jobs, Samples.Cell(), wake: false);
        await QueueAsync(jobs, Samples.Cell("waiting"), wake: true, after: TimeSpan.FromHours(1));

        (await jobs.Get<CellPassStore>().WakeForgottenAsync(token)).ShouldBe(1);

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
        await jobs.StopAsync();
        pass.Runs.TryRead(out _).ShouldBeFalse();
    }

    [Fact(Timeout = 60_000)]
    public async Task The_jobs_page_shows_what_runs_waits_and_failed()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var goOn = new TaskCompletionSource();
        var pass = new RecordedPass(async (cell, _) =>
        {
            if (cell == Samples.Cell("failing"))
            {
                throw new InvalidOperationException("a fault");
            }

            await goOn.Task;
        });
        await using var jobs = await TestJobs.StartAsync(folder, pass);
        await jobs.SchedulePassAsync(Samples.Cell("running"));
        await jobs.SchedulePassAsync(Samples.Cell("failing"));
        await jobs.SchedulePassAsync(Samples.Cell("waiting"), after: TimeSpan.FromHours(1));
        await pass.Runs.ReadAsync(token);
        await pass.Runs.ReadAsync(token);

        IReadOnlyList<PassLine> lines;
        do
        {
            lines = await jobs.Get<PassQueries>().ListAsync(token);
            token.ThrowIfCancellationRequested();
        }
        while (!lines.Any(line => line.State is PassState.Failed));

        lines.Where(line => line.State is PassState.Running).Select(line => line.Cell).ShouldContain(Samples.Cell("running"));
        lines.Where(line => line.State is PassState.Waiting).Select(line => line.Cell).ShouldContain(Samples.Cell("waiting"));
        var failed = lines.First(line => line.State is PassState.Failed);
        failed.Cell.ShouldBe(Samples.Cell("failing"));
        failed.Error.ShouldBe("a fault");
        goOn.SetResult();
    }

    private static Task QueueAsync(TestJobs jobs, Cell cell, bool wake, TimeSpan after = default) => jobs.CommitAsync(async transaction =>
    {
        transaction.Add(Deployment.Queue(cell, ImageTag.Parse("v1"), Trigger.Manual, false, "me", null, null, Samples.Noon));
        await transaction.AddCellAsync(cell);
        if (wake)
        {
            await TestJobs.SchedulePassAsync(transaction, cell, after);
        }
    });
}
