using Microsoft.EntityFrameworkCore;
using Release.Core.Events;
using Release.Data;
using Release.Data.Events;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Data;

public abstract class EventFollowerTests(DatabaseProvider on)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task History_and_what_follows_come_in_order_and_once()
    {
        var token = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.StartAsync(on);
        await AppendAsync(database, 0, 700);
        var follower = database.Get<EventFollower>();
        await follower.StartAsync(token);
        var reading = ReadAsync(follower, after: 0, count: 1000);

        await Parallel.ForEachAsync(Enumerable.Range(0, 30), token, async (batch, _) => await AppendAsync(database, 700 + (batch * 10), 10));

        var read = await reading;
        read.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, 1000).Select(number => (long)number));
        await follower.StopAsync(token);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_who_comes_back_gets_what_was_missed()
    {
        var token = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.StartAsync(on);
        var follower = database.Get<EventFollower>();
        await follower.StartAsync(token);
        await AppendAsync(database, 0, 20);

        (await ReadAsync(follower, after: 15, count: 5)).Select(entry => entry.Summary).ShouldBe(["15", "16", "17", "18", "19"]);
        await follower.StopAsync(token);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_event_that_commits_late_is_not_missed()
    {
        var token = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.StartAsync(on);
        var follower = database.Get<EventFollower>();
        await follower.StartAsync(token);
        await AppendAsync(database, 0, 1);
        var reading = ReadAsync(follower, after: 0, count: 3);

        // As on a server, where number 2 is taken by a transaction that commits after the one with number 3.
        await InsertAsync(database, 3);
        await InsertAsync(database, 2);

        (await reading).Select(entry => entry.Sequence).ShouldBe([1, 2, 3]);
        await follower.StopAsync(token);
    }

    private static async Task InsertAsync(TestDatabase database, long sequence)
    {
        await using var context = database.Context();
        await context.Database.ExecuteSqlAsync(
            $"""INSERT INTO "Events" ("Sequence", "Type", "Actor", "Summary", "At") VALUES ({sequence}, 'deployment.queued', 'tests', 'late', {TimeProvider.System.GetUtcNow().UtcTicks})""", Token);
        database.Get<EventSignal>().Raise();
    }

    private static Task AppendAsync(TestDatabase database, int first, int count) => database.CommitAsync(transaction =>
    {
        foreach (var number in Enumerable.Range(first, count))
        {
            transaction.Append(Samples.Event($"{number}"));
        }

        return Task.CompletedTask;
    });

    private static async Task<List<ReleaseEvent>> ReadAsync(EventFollower follower, long after, int count)
    {
        var read = new List<ReleaseEvent>();
        await foreach (var batch in follower.FollowAsync(after, Token))
        {
            batch.ShouldNotBeEmpty();
            read.AddRange(batch);
            if (read.Count >= count)
            {
                break;
            }
        }

        return read;
    }

    public sealed class OnSqlite() : EventFollowerTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EventFollowerTests(DatabaseProvider.PostgreSql);
}
