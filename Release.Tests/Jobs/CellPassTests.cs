using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Quartz;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Tests.Data;

namespace Release.Tests.Jobs;

public sealed class CellPassTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_committed_wake_up_runs_with_its_row_and_event()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var scheduler = await TestScheduler.StartAsync(folder, pass);

        await scheduler.CommitAsync(async transaction =>
        {
            transaction.Add(Deployment.Queue(Samples.Cell(), ImageTag.Parse("v1"), Trigger.Manual, false, "me", null, null, Samples.Noon));
            transaction.Append(Samples.Event("queued"));
            await transaction.WakeAsync(Samples.Cell(), TimeProvider.System.GetUtcNow(), token);
        });

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
        await using var context = scheduler.Context();
        (await context.Deployments.CountAsync(token)).ShouldBe(1);
        (await context.Events.CountAsync(token)).ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wake_up_rolled_back_never_runs()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var scheduler = await TestScheduler.StartAsync(folder, pass);
        await using (var transaction = await scheduler.Store.BeginAsync(token))
        {
            await transaction.WakeAsync(Samples.Cell(), TimeProvider.System.GetUtcNow(), token);
        }

        // What is stored later runs later: when this one has run, the other would have.
        await scheduler.CommitAsync(transaction => transaction.WakeAsync(Samples.Cell("frontend"), TimeProvider.System.GetUtcNow(), token));

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell("frontend"));
        (await (await scheduler.QuartzAsync()).Exists(CellKey(Samples.Cell()), token)).ShouldBeFalse();
    }

    [Fact(Timeout = 60_000)]
    public async Task Wake_ups_of_eight_writers_all_run_and_leave_nothing_behind()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var scheduler = await TestScheduler.StartAsync(folder, pass);

        await Parallel.ForEachAsync(Enumerable.Range(0, 300), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = token }, async (number, _) =>
            await scheduler.CommitAsync(async transaction =>
            {
                transaction.Append(Samples.Event($"{number}"));
                await transaction.WakeAsync(Samples.Cell($"app-{number}"), TimeProvider.System.GetUtcNow(), token);
            }));
        var ran = new HashSet<Cell>();
        while (ran.Count < 300)
        {
            ran.Add(await pass.Runs.ReadAsync(token)).ShouldBeTrue("each runs once");
        }

        await using var context = scheduler.Context();
        (await context.Events.CountAsync(token)).ShouldBe(300);
        await scheduler.StopAsync();
        (await context.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM QRTZ_TRIGGERS").SingleAsync(token)).ShouldBe(0);
        (await context.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM QRTZ_JOB_DETAILS").SingleAsync(token)).ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Passes_over_a_cell_run_one_at_a_time_and_a_nudge_during_one_is_kept()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var running = 0;
        var most = 0;
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var pass = new RecordedPass(async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            begun.TrySetResult();
            await goOn.Task;
            Interlocked.Decrement(ref running);
        });
        await using var scheduler = await TestScheduler.StartAsync(folder, pass);
        await scheduler.CommitAsync(transaction => transaction.WakeAsync(Samples.Cell(), TimeProvider.System.GetUtcNow(), token));
        await begun.Task.WaitAsync(token);

        await scheduler.WakeUps.NudgeAsync(Samples.Cell(), token);
        await scheduler.WakeUps.NudgeAsync(Samples.Cell(), token);
        await scheduler.CommitAsync(transaction => transaction.WakeAsync(Samples.Cell("frontend"), TimeProvider.System.GetUtcNow(), token));
        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell("frontend"), "another cell does not wait");
        most = 0;
        running = 0;
        goOn.SetResult();

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
        await scheduler.StopAsync();
        pass.Runs.TryRead(out _).ShouldBeFalse("two nudges are one");
        most.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_nudge_of_a_cell_that_nothing_happens_to_does_nothing()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        await using var scheduler = await TestScheduler.StartAsync(folder, new RecordedPass());

        await scheduler.WakeUps.NudgeAsync(Samples.Cell(), token);

        (await (await scheduler.QuartzAsync()).Exists(CellKey(Samples.Cell()), token)).ShouldBeFalse();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_nudge_brings_a_waiting_pass_forward()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var scheduler = await TestScheduler.StartAsync(folder, pass);
        await scheduler.CommitAsync(transaction => transaction.WakeAsync(Samples.Cell(), TimeProvider.System.GetUtcNow().AddHours(1), token));

        await scheduler.WakeUps.NudgeAsync(Samples.Cell(), token);

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pass_that_throws_is_tried_again()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var left = 1;
        var pass = new RecordedPass((_, _) => Interlocked.Decrement(ref left) >= 0 ? throw new InvalidOperationException("a fault") : Task.CompletedTask);
        await using var scheduler = await TestScheduler.StartAsync(folder, pass);
        var watch = Stopwatch.StartNew();

        await scheduler.CommitAsync(transaction => transaction.WakeAsync(Samples.Cell(), TimeProvider.System.GetUtcNow(), token));
        await pass.Runs.ReadAsync(token);
        await pass.Runs.ReadAsync(token);

        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(900), "after a pause");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wake_up_for_now_runs_at_once()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var scheduler = await TestScheduler.StartAsync(folder, pass);
        var waits = new List<TimeSpan>();
        for (var round = 0; round < 21; round++)
        {
            await scheduler.CommitAsync(transaction => transaction.WakeAsync(Samples.Cell(), TimeProvider.System.GetUtcNow(), token));
            var committed = Stopwatch.StartNew();
            await pass.Runs.ReadAsync(token);
            waits.Add(committed.Elapsed);
        }

        // Some tens of milliseconds on a quiet machine; a scheduler that polls would need seconds.
        var median = waits.Order().ElementAt(waits.Count / 2);
        TestContext.Current.SendDiagnosticMessage($"Commit to pass, median: {median.TotalMilliseconds:0} ms");
        median.ShouldBeLessThan(TimeSpan.FromMilliseconds(500));
    }

    private static JobKey CellKey(Cell cell) => Release.Web.Jobs.CellJobs.Key(cell);
}
