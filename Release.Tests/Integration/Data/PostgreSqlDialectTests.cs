using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Release.Core.Events;
using Release.Data;
using Release.Data.Events;
using Release.Data.Providers;
using Release.Data.Stores;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Data;

/// <summary>What only a database server can do to us.</summary>
public sealed class PostgreSqlDialectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_writer_that_was_cut_off_or_stands_still_holds_up_nobody()
    {
        await using var database = await TestDatabase.StartAsync(DatabaseProvider.PostgreSql);
        await using var still = await database.Store.BeginAsync(Token);
        still.Append(Samples.Event("never"));
        var context = ((ReleaseTransaction)still).Context;

        // The same limit as below, so that nobody waits for it here.
        await context.Database.ExecuteSqlAsync($"SET LOCAL idle_in_transaction_session_timeout = '50ms'", Token);
        await database.CommitAsync(transaction =>
        {
            transaction.Append(Samples.Event("done"));
            return Task.CompletedTask;
        });

        DatabaseTrouble.Is(await Should.ThrowAsync<Exception>(() => still.CommitAsync(Token))).ShouldBeTrue();
        await using var after = database.Context();
        (await after.Events.Select(entry => entry.Summary).ToListAsync(Token)).ShouldBe(["done"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_writer_has_the_limit(bool isAhead)
    {
        await using var database = await TestDatabase.StartAsync(DatabaseProvider.PostgreSql);
        var writer = database.Get<DatabaseWriter>();
        await using var write = await (isAhead ? writer.BeginAheadAsync(Token) : writer.BeginAsync(Token));

        (await write.Context.Database.SqlQuery<string>($"SHOW idle_in_transaction_session_timeout").ToListAsync(Token)).ShouldBe(["10s"]);
    }

    [Fact]
    public async Task A_reader_sees_one_moment_and_may_not_write()
    {
        await using var database = await TestDatabase.StartAsync(DatabaseProvider.PostgreSql);
        await using var context = database.Context();
        await using var transaction = await database.Get<IDatabaseDialect>().BeginReadAsync(context, Token);
        (await context.Deployments.CountAsync(Token)).ShouldBe(0);

        await database.AddDeploymentAsync(Samples.Cell(), "v1", Samples.Noon);

        (await context.Deployments.CountAsync(Token)).ShouldBe(0);
        await Should.ThrowAsync<Npgsql.PostgresException>(() => context.Database.ExecuteSqlAsync($"""DELETE FROM "Deployments" """, Token));
    }

    [Fact]
    public async Task A_number_that_an_undone_transaction_took_holds_events_up_only_so_long()
    {
        var token = TestContext.Current.CancellationToken;
        var clock = new FakeTimeProvider();
        await using var database = await TestDatabase.StartAsync(DatabaseProvider.PostgreSql, clock);
        var follower = database.Get<EventFollower>();
        await follower.StartAsync(token);
        await AppendAsync(database, "first");
        await using (var undone = await database.Store.BeginAsync(token))
        {
            undone.Append(Samples.Event("never"));
            await ((ReleaseTransaction)undone).Context.SaveChangesAsync(token);
        }

        await AppendAsync(database, "third");
        var read = new List<ReleaseEvent>();
        await foreach (var batch in Following(follower, clock))
        {
            read.AddRange(batch);
        }

        read.Select(entry => (entry.Sequence, entry.Summary)).ShouldBe([(1, "first"), (3, "third")]);
        await follower.StopAsync(token);
    }

    /// <summary>Both events, with time going on until they are there.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<ReleaseEvent>> Following(EventFollower follower, FakeTimeProvider clock)
    {
        var count = 0;
        await using var batches = follower.FollowAsync(0, Token).GetAsyncEnumerator(Token);
        while (count < 2)
        {
            var next = batches.MoveNextAsync().AsTask();
            var waited = Stopwatch.StartNew();
            while (!next.IsCompleted)
            {
                waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
                clock.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Yield();
            }

            (await next).ShouldBeTrue();
            count += batches.Current.Count;
            yield return batches.Current;
        }
    }

    private static Task AppendAsync(TestDatabase database, string summary) => database.CommitAsync(transaction =>
    {
        transaction.Append(Samples.Event(summary));
        return Task.CompletedTask;
    });
}
