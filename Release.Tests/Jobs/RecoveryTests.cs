using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Tests.Data;
using Release.Web.Jobs;

namespace Release.Tests.Jobs;

public sealed class RecoveryTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_pass_that_died_with_its_process_runs_again_at_the_next_start()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        await QueueAsync(folder);
        await using (var killed = await TestScheduler.StartAsync(folder, new RecordedPass()))
        {
            await killed.StopAsync();

            // What a kill in the middle of a pass leaves: a firing that never ended, and no trigger.
            await using var context = killed.Context();
            await context.Database.ExecuteSqlAsync(
                $"INSERT INTO QRTZ_FIRED_TRIGGERS (SCHED_NAME, ENTRY_ID, TRIGGER_NAME, TRIGGER_GROUP, INSTANCE_NAME, FIRED_TIME, SCHED_TIME, PRIORITY, STATE, JOB_NAME, JOB_GROUP, IS_NONCONCURRENT, REQUESTS_RECOVERY) VALUES ('Release', 'dead', 'publisher/integration', 'timer', 'NON_CLUSTERED', {TimeProvider.System.GetUtcNow().UtcTicks}, {TimeProvider.System.GetUtcNow().UtcTicks}, 5, 'EXECUTING', 'publisher/integration', 'pipeline', 1, 1)", token);
            await context.Database.ExecuteSqlAsync($"DELETE FROM QRTZ_TRIGGERS", token);
        }

        var pass = new RecordedPass();
        await using var scheduler = await TestScheduler.StartAsync(folder, pass);

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cell_that_nothing_would_wake_is_found_by_the_sweep_and_others_are_left_alone()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var scheduler = await TestScheduler.StartAsync(folder, pass);
        await scheduler.Get<ActiveCellSweep>().SweptAtStart.WaitAsync(token);
        await scheduler.CommitAsync(async transaction =>
        {
            transaction.Add(Deployment.Queue(Samples.Cell(), ImageTag.Parse("v1"), Trigger.Manual, false, "me", null, null, Samples.Noon));
            transaction.Add(Deployment.Queue(Samples.Cell("waiting"), ImageTag.Parse("v1"), Trigger.Manual, false, "me", null, null, Samples.Noon));
            await transaction.WakeAsync(Samples.Cell("waiting"), TimeProvider.System.GetUtcNow().AddHours(1), token);
        });

        await scheduler.Get<ActiveCellSweep>().SweepAsync(all: false, token);

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
        await scheduler.StopAsync();
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
        await using var scheduler = await TestScheduler.StartAsync(folder, pass);
        await scheduler.CommitAsync(async transaction =>
        {
            await transaction.WakeAsync(Samples.Cell("running"), TimeProvider.System.GetUtcNow(), token);
            await transaction.WakeAsync(Samples.Cell("failing"), TimeProvider.System.GetUtcNow(), token);
            await transaction.WakeAsync(Samples.Cell("waiting"), TimeProvider.System.GetUtcNow().AddHours(1), token);
        });
        await pass.Runs.ReadAsync(token);
        await pass.Runs.ReadAsync(token);

        IReadOnlyList<JobLine> lines;
        do
        {
            lines = await scheduler.Get<JobQueries>().ListAsync(token);
            token.ThrowIfCancellationRequested();
        }
        while (!lines.Any(line => line.State is JobState.Failed));

        lines.Where(line => line.State is JobState.Running).Select(line => line.Cell).ShouldContain(Samples.Cell("running"));
        lines.Where(line => line.State is JobState.Waiting).Select(line => line.Cell).ShouldContain(Samples.Cell("waiting"));
        var failed = lines.First(line => line.State is JobState.Failed);
        failed.Cell.ShouldBe(Samples.Cell("failing"));
        failed.Detail.ShouldContain("a fault");
        goOn.SetResult();
    }

    private static async Task QueueAsync(TestFolder folder)
    {
        await using var scheduler = await TestScheduler.StartAsync(folder, new RecordedPass());
        await scheduler.CommitAsync(transaction =>
        {
            transaction.Add(Deployment.Queue(Samples.Cell(), ImageTag.Parse("v1"), Trigger.Manual, false, "me", null, null, Samples.Noon));
            return Task.CompletedTask;
        });
    }
}
