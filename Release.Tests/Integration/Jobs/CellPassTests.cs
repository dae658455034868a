using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Storage;
using Release.Tests.Integration.Data;
using Release.Tests.Support.Data;
using Release.Web.Jobs;

namespace Release.Tests.Integration.Jobs;

public sealed class CellPassTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_committed_pass_request_runs_with_its_row_and_event()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var jobs = await TestJobs.StartAsync(folder, pass);

        await jobs.CommitAsync(async transaction =>
        {
            transaction.Add(Deployment.Queue(Samples.Cell(), ImageTag.Parse("v1"), Trigger.Manual, false, "me", null, null, Samples.Noon));
            transaction.Append(Samples.Event("queued"));
            await TestJobs.SchedulePassAsync(transaction, Samples.Cell());
        });

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
        await using var context = jobs.Context();
        (await context.Deployments.CountAsync(token)).ShouldBe(1);
        (await context.Events.CountAsync(token)).ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pass_request_rolled_back_never_runs()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var jobs = await TestJobs.StartAsync(folder, pass);
        await jobs.CommitAsync(transaction => transaction.AddCellAsync(Samples.Cell()));
        await using (var transaction = await jobs.Store.BeginAsync(token))
        {
            await transaction.SchedulePassAsync(Samples.Cell(), TimeProvider.System.GetUtcNow(), token);
        }

        // What is stored later runs later: when this one has run, the other would have.
        await jobs.SchedulePassAsync(Samples.Cell("frontend"));

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell("frontend"));
        (await jobs.RowAsync(Samples.Cell())).NextPassAt.ShouldBeNull();
    }

    [Fact(Timeout = 60_000)]
    public async Task Wake_ups_of_eight_writers_all_run_and_leave_nothing_behind()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var jobs = await TestJobs.StartAsync(folder, pass);

        await Parallel.ForEachAsync(Enumerable.Range(0, 300), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = token }, async (number, _) =>
            await jobs.CommitAsync(async transaction =>
            {
                transaction.Append(Samples.Event($"{number}"));
                await TestJobs.SchedulePassAsync(transaction, Samples.Cell($"app-{number}"));
            }));
        var ran = new HashSet<Cell>();
        while (ran.Count < 300)
        {
            ran.Add(await pass.Runs.ReadAsync(token)).ShouldBeTrue("each runs once");
        }

        await jobs.StopAsync();
        await using var context = jobs.Context();
        (await context.Events.CountAsync(token)).ShouldBe(300);
        (await context.Cells.CountAsync(cell => cell.NextPassAt != null || cell.PassHolder != null, token)).ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Passes_over_a_cell_run_one_at_a_time_and_a_trigger_during_one_is_kept()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var running = 0;
        var most = 0;
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var pass = new RecordedPass(async (cell, _) =>
        {
            if (cell == Samples.Cell())
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                begun.TrySetResult();
                await goOn.Task;
                Interlocked.Decrement(ref running);
            }
        });
        await using var jobs = await TestJobs.StartAsync(folder, pass);
        await jobs.SchedulePassAsync(Samples.Cell());
        await begun.Task.WaitAsync(token);

        await jobs.PassTrigger.TriggerAsync(Samples.Cell(), token);
        await jobs.PassTrigger.TriggerAsync(Samples.Cell(), token);
        await jobs.SchedulePassAsync(Samples.Cell("frontend"));
        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell("frontend"), "another cell does not wait");
        goOn.SetResult();

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
        await jobs.StopAsync();
        pass.Runs.TryRead(out _).ShouldBeFalse("two triggers are one pass");
        most.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_trigger_of_a_cell_that_nothing_happens_to_does_nothing()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var jobs = await TestJobs.StartAsync(folder, pass);
        await jobs.CommitAsync(transaction => transaction.AddCellAsync(Samples.Cell()));

        await jobs.PassTrigger.TriggerAsync(Samples.Cell(), token);

        (await jobs.RowAsync(Samples.Cell())).NextPassAt.ShouldBeNull();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_trigger_brings_a_waiting_pass_forward()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var jobs = await TestJobs.StartAsync(folder, pass);
        await jobs.SchedulePassAsync(Samples.Cell(), after: TimeSpan.FromHours(1));

        await jobs.PassTrigger.TriggerAsync(Samples.Cell(), token);

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pass_that_throws_is_tried_again()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var left = 1;
        var pass = new RecordedPass((_, _) => Interlocked.Decrement(ref left) >= 0 ? throw new InvalidOperationException("a fault") : Task.CompletedTask);
        await using var jobs = await TestJobs.StartAsync(folder, pass);

        await jobs.SchedulePassAsync(Samples.Cell());

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pass_that_is_due_at_once_needs_no_sweep()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var jobs = await TestJobs.StartAsync(folder, pass, withSweep: false);

        await jobs.SchedulePassAsync(Samples.Cell());

        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell());
    }

    /// <summary>The regular sweep comes each second; a pass due before the next one has it come earlier.</summary>
    [Fact]
    public void A_pass_that_is_due_within_the_second_brings_the_sweep_forward()
    {
        var clock = new FakeTimeProvider(Samples.Noon);
        var requests = new PassRequests(Substitute.For<IBackgroundJobClient>(), clock, NullLogger<PassRequests>.Instance);
        var raised = requests.SoonDue.Next;

        requests.Request(Samples.Cell(), clock.GetUtcNow() + CellSweep.Interval);
        raised.IsCompleted.ShouldBeFalse("the regular sweep is early enough");

        requests.Request(Samples.Cell(), clock.GetUtcNow() + TimeSpan.FromMilliseconds(200));
        raised.IsCompleted.ShouldBeTrue();
    }

    [Fact(Timeout = 60_000)]
    public async Task Jobs_too_many_make_no_pass_and_hold_no_worker()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var goOn = new TaskCompletionSource();
        var pass = new RecordedPass((cell, _) => cell == Samples.Cell("held") ? goOn.Task : Task.CompletedTask);
        await using var jobs = await TestJobs.StartAsync(folder, pass);
        await jobs.SchedulePassAsync(Samples.Cell("not-due"), after: TimeSpan.FromHours(1));
        await jobs.SchedulePassAsync(Samples.Cell("held"));
        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell("held"));

        var client = jobs.Get<IBackgroundJobClient>();
        for (var time = 0; time < 100; time++)
        {
            Enqueue(client, Samples.Cell("not-due"));
            Enqueue(client, Samples.Cell("held"));
        }

        // More than there are workers: were any of them held up, this one would wait for the held pass.
        await jobs.SchedulePassAsync(Samples.Cell("after"));
        (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell("after"));
        goOn.SetResult();
        await AllDoneAsync(jobs);

        pass.Runs.TryRead(out var tooMany).ShouldBeFalse($"{tooMany}");
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_never_enqueued_is_found_by_the_sweep()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var pass = new RecordedPass();
        await using var jobs = await TestJobs.StartAsync(
            folder, pass, adjust: services => services.AddSingleton<IPassRequests>(new RecordedPassRequests()));

        for (var round = 0; round < 3; round++)
        {
            await jobs.SchedulePassAsync(Samples.Cell($"app-{round}"));
            (await pass.Runs.ReadAsync(token)).ShouldBe(Samples.Cell($"app-{round}"));
        }
    }

    private static void Enqueue(IBackgroundJobClient client, Cell cell) =>
        client.Enqueue<CellPassJob>(job => job.RunAsync(cell.Application.Value, cell.Environment.Value, CancellationToken.None));

    /// <summary>Until Hangfire has nothing queued or running and no cell is held.</summary>
    private static async Task AllDoneAsync(TestJobs jobs)
    {
        var monitor = jobs.Get<JobStorage>().GetMonitoringApi();
        while (monitor.GetStatistics() is { } statistics && statistics.Enqueued + statistics.Processing > 0)
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
