using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Notifications;
using Release.Data;
using Release.Data.Rows;
using Release.Data.Stores;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Data;

public abstract class OutboxStoreTests(DatabaseProvider on)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_claimed_once_and_comes_back_as_it_was()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var outbox = database.Get<OutboxStore>();
        var notification = await PutAsync(database, "a");

        var claimed = (await outbox.ClaimAsync(Token)).ShouldNotBeNull();

        claimed.Notification.ShouldBe(notification);
        claimed.Attempts.ShouldBe(1);
        (await outbox.ClaimAsync(Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_killed_process_left_claimed_is_never_sent_again(bool isNextOwner)
    {
        var clock = new FakeTimeProvider();
        await using var database = await TestDatabase.StartAsync(on, clock);
        var outbox = database.Get<OutboxStore>();
        await PutAsync(database, "a");
        await outbox.ClaimAsync(Token);
        (await outbox.AbandonOverdueAsync(Token)).ShouldBe(0, "it is being sent");

        if (isNextOwner && on is DatabaseProvider.Sqlite)
        {
            await database.Get<AbandonedClaims>().FreeClaimsAsync(Token);
        }
        else
        {
            clock.Advance((await outbox.NextDueAsync(Token)).ShouldNotBeNull() - clock.GetUtcNow());
        }

        (await outbox.AbandonOverdueAsync(Token)).ShouldBe(1);

        (await outbox.ClaimAsync(Token)).ShouldBeNull();
        (await StatusAsync(database)).ShouldBe(OutboxStatus.Unknown);
    }

    [Fact]
    public async Task A_message_to_be_tried_again_waits_for_its_time()
    {
        var clock = new FakeTimeProvider();
        await using var database = await TestDatabase.StartAsync(on, clock);
        var outbox = database.Get<OutboxStore>();
        await PutAsync(database, "a");
        var claimed = (await outbox.ClaimAsync(Token)).ShouldNotBeNull();
        var due = clock.GetUtcNow().AddSeconds(4);
        await outbox.MarkForRetryAsync(claimed.Id, "Slack answered 503", due, Token);

        (await outbox.ClaimAsync(Token)).ShouldBeNull();
        (await outbox.NextDueAsync(Token)).ShouldBe(due);
        clock.Advance(TimeSpan.FromSeconds(4));

        (await outbox.ClaimAsync(Token)).ShouldNotBeNull().Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_sent_message_is_done()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var outbox = database.Get<OutboxStore>();
        await PutAsync(database, "a");
        await outbox.MarkSentAsync((await outbox.ClaimAsync(Token)).ShouldNotBeNull().Id, Token);

        await database.Get<AbandonedClaims>().FreeClaimsAsync(Token);
        (await outbox.AbandonOverdueAsync(Token)).ShouldBe(0);
        (await StatusAsync(database)).ShouldBe(OutboxStatus.Sent);
    }

    private static async Task<OutboxStatus> StatusAsync(TestDatabase database)
    {
        await using var context = database.Context();
        return (await context.Outbox.AsNoTracking().SingleAsync(Token)).Status;
    }

    private static async Task<Notification> PutAsync(TestDatabase database, string key)
    {
        var notification = new Notification(
            key, Guid.NewGuid(), Samples.Cell(), ImageTag.Parse("v1"), StepName.Rollout, FailureKind.Application, "crash loop");
        await database.CommitAsync(transaction => transaction.NotifyAsync(notification, Token));
        return notification;
    }

    public sealed class OnSqlite() : OutboxStoreTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : OutboxStoreTests(DatabaseProvider.PostgreSql);
}
