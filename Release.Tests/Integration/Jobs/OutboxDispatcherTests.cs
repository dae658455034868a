using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Notifications;
using Release.Data.Rows;
using Release.Data.Stores;
using Release.Tests.Integration.Data;
using Release.Tests.Support.Data;
using Release.Web.Jobs;

namespace Release.Tests.Integration.Jobs;

public sealed class OutboxDispatcherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_committed_message_is_sent_once()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var notifier = new RecordedNotifier();
        await using var jobs = await TestJobs.StartAsync(folder, new RecordedPass(), notifier);

        await PutAsync(jobs, "a");
        await PutAsync(jobs, "b");
        await PutAsync(jobs, "a");

        (await notifier.Sent.ReadAsync(token)).Key.ShouldBe("a");
        (await notifier.Sent.ReadAsync(token)).Key.ShouldBe("b");
        await jobs.StopAsync();
        notifier.Sent.TryRead(out _).ShouldBeFalse();
    }

    [Fact(Timeout = 60_000)]
    public async Task Trouble_on_the_way_is_tried_again_and_a_time_out_is_not()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var notifier = new RecordedNotifier();
        notifier.Failures.Enqueue(new OutsideException("Slack answered 503.", FailureKind.Network));
        await using var jobs = await TestJobs.StartAsync(folder, new RecordedPass(), notifier);

        await PutAsync(jobs, "again");
        (await notifier.Sent.ReadAsync(token)).Key.ShouldBe("again");
        notifier.Failures.Enqueue(new OutsideException("Slack did not answer in time.", FailureKind.Timeout));
        await PutAsync(jobs, "lost");
        await PutAsync(jobs, "after");

        (await notifier.Sent.ReadAsync(token)).Key.ShouldBe("after");
        await using var context = jobs.Context();
        (await context.Outbox.SingleAsync(message => message.Key == "lost", token)).Status.ShouldBe(OutboxStatus.Unknown);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_that_was_being_sent_at_a_kill_is_not_sent_again()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        await using (var killed = await TestJobs.StartAsync(folder, new RecordedPass()))
        {
            await killed.StopAsync();
            await PutAsync(killed, "claimed");
            (await killed.Get<OutboxStore>().ClaimAsync(token)).ShouldNotBeNull();
        }

        var notifier = new RecordedNotifier();
        await using var jobs = await TestJobs.StartAsync(folder, new RecordedPass(), notifier);
        await PutAsync(jobs, "claimed");
        await PutAsync(jobs, "new");

        (await notifier.Sent.ReadAsync(token)).Key.ShouldBe("new");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 8)]
    [InlineData(9, 256)]
    [InlineData(10, 300)]
    public void Pauses_double_up_to_five_minutes(int attempts, int seconds) =>
        OutboxDispatcher.PauseAfter(attempts).ShouldBe(TimeSpan.FromSeconds(seconds));

    private static Task PutAsync(TestJobs jobs, string key) => jobs.CommitAsync(transaction => transaction.NotifyAsync(
        new Notification(key, Guid.NewGuid(), Samples.Cell(), ImageTag.Parse("v1"), StepName.Rollout, FailureKind.Application, "crash loop"), Token));
}
