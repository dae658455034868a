using Release.Data;
using Release.Data.Stores;

namespace Release.Tests.Integration.Data;

public abstract class DailyClaimsTests(DatabaseProvider on)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_done_once_a_day_however_many_try()
    {
        var clock = new FakeTimeProvider();
        await using var database = await TestDatabase.StartAsync(on, clock);
        var done = 0;
        Task<bool> TryAsync() => database.Get<DailyClaims>().DoOnceADayAsync("reminder", _ =>
        {
            Interlocked.Increment(ref done);
            return Task.CompletedTask;
        }, Token);

        (await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(TryAsync)))).Count(did => did).ShouldBe(1);
        clock.Advance(TimeSpan.FromDays(1));
        (await TryAsync()).ShouldBeTrue();

        done.ShouldBe(2);
    }

    [Fact]
    public async Task What_failed_is_done_at_the_next_try()
    {
        await using var database = await TestDatabase.StartAsync(on, new FakeTimeProvider());
        var claims = database.Get<DailyClaims>();
        await Should.ThrowAsync<InvalidOperationException>(() => claims.DoOnceADayAsync("reminder", _ => throw new InvalidOperationException("a fault"), Token));

        (await claims.DoOnceADayAsync("reminder", _ => Task.CompletedTask, Token)).ShouldBeTrue();
        (await claims.DoOnceADayAsync("reminder", _ => Task.CompletedTask, Token)).ShouldBeFalse();
    }

    public sealed class OnSqlite() : DailyClaimsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : DailyClaimsTests(DatabaseProvider.PostgreSql);
}
