using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Storage;
using Release.Data;
using Release.Data.Providers;
using Release.Data.Stores;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Data;

/// <summary>Who works on a cell, and when it is due.</summary>
public abstract class CellPassStoreTests(DatabaseProvider on)
{
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Cell Cell => Samples.Cell();

    [Fact]
    public async Task A_cell_is_taken_once_and_again_only_after_the_lease_has_run_out()
    {
        await using var database = await DueAsync();
        var leases = database.Get<ICellLeases>();

        var first = (await leases.TakeAsync(Cell, Token)).ShouldNotBeNull();
        (await leases.TakeAsync(Cell, Token)).ShouldBeNull();
        var lasts = (await RowAsync(database)).PassLeaseUntil!.Value - await DatabaseNowAsync(database);
        await RunOutAsync(database);

        (await leases.TakeAsync(Cell, Token)).ShouldNotBeNull().Epoch.ShouldBe(first.Epoch + 1);
        lasts.ShouldBeInRange(ICellLeases.Length / 2, ICellLeases.Length);
    }

    [Fact]
    public async Task Of_twenty_who_want_a_cell_one_gets_it()
    {
        await using var database = await DueAsync();

        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => database.Get<ICellLeases>().TakeAsync(Cell, Token))));

        leases.Count(lease => lease is not null).ShouldBe(1);
    }

    [Fact]
    public async Task A_renewed_lease_lasts_on()
    {
        await using var database = await DueAsync();
        var leases = database.Get<ICellLeases>();
        var lease = (await leases.TakeAsync(Cell, Token)).ShouldNotBeNull();

        await RunOutAsync(database);
        (await leases.RenewAsync(lease, Token)).ShouldBeTrue();

        (await leases.TakeAsync(Cell, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_slept_through_the_lease_saves_nothing()
    {
        await using var database = await DueAsync();
        var leases = database.Get<ICellLeases>();
        var slept = (await leases.TakeAsync(Cell, Token)).ShouldNotBeNull();
        await RunOutAsync(database);
        var other = (await leases.TakeAsync(Cell, Token)).ShouldNotBeNull();

        await Should.ThrowAsync<LeaseLostException>(() => database.Store.BeginAsync(slept, Token));
        (await leases.RenewAsync(slept, Token)).ShouldBeFalse();
        await Should.ThrowAsync<LeaseLostException>(() => leases.EndAsync(slept, Token));
        (await leases.PutBackAsync(slept, Token)).ShouldBeFalse();
        await leases.FailAsync(slept, "a fault", Token);

        await using (var transaction = await database.Store.BeginAsync(other, Token))
        {
            transaction.Append(Samples.Event("saved"));
            await transaction.CommitAsync(Token);
        }

        (await RowAsync(database)).PassError.ShouldBeNull();
        (await leases.EndAsync(other, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_lease_that_ended_is_lost_too()
    {
        await using var database = await DueAsync();
        var leases = database.Get<ICellLeases>();
        var lease = (await leases.TakeAsync(Cell, Token)).ShouldNotBeNull();
        (await leases.EndAsync(lease, Token)).ShouldBeNull();

        await Should.ThrowAsync<LeaseLostException>(() => database.Store.BeginAsync(lease, Token));
    }

    [Fact]
    public async Task A_pass_that_asks_for_no_other_leaves_the_cell_alone()
    {
        await using var database = await DueAsync();
        var leases = database.Get<ICellLeases>();
        var lease = (await leases.TakeAsync(Cell, Token)).ShouldNotBeNull();

        (await leases.EndAsync(lease, Token)).ShouldBeNull();

        (await RowAsync(database)).NextPassAt.ShouldBeNull();
        (await leases.TakeAsync(Cell, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task The_next_look_that_a_pass_asks_for_is_kept()
    {
        await using var database = await DueAsync();
        var leases = database.Get<ICellLeases>();
        var lease = (await leases.TakeAsync(Cell, Token)).ShouldNotBeNull();
        var next = _clock.GetUtcNow().AddSeconds(30);
        await database.CommitAsync(transaction => transaction.SchedulePassAsync(Cell, next, Token));

        (await leases.EndAsync(lease, Token)).ShouldBeNull();

        (await RowAsync(database)).NextPassAt.ShouldBe(next);
        (await leases.TakeAsync(Cell, Token)).ShouldBeNull("not due");
        _clock.Advance(TimeSpan.FromSeconds(30));
        (await leases.TakeAsync(Cell, Token)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_happens_during_a_pass_has_another_one_follow(bool triggered)
    {
        await using var database = await DueAsync();
        var leases = database.Get<ICellLeases>();
        var lease = (await leases.TakeAsync(Cell, Token)).ShouldNotBeNull();
        if (triggered)
        {
            await database.Get<IPassTrigger>().TriggerAsync(Cell, Token);
        }
        else
        {
            // A deployment that is queued at the very moment for which the lease was taken.
            await database.CommitAsync(transaction => transaction.SchedulePassAsync(Cell, lease.Due, Token));
        }

        // The pass had looked before, and says when it wants to look again.
        await database.CommitAsync(transaction => transaction.SchedulePassAsync(Cell, _clock.GetUtcNow().AddSeconds(30), Token));

        var again = (await leases.EndAsync(lease, Token)).ShouldNotBeNull();
        (await leases.EndAsync(again, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_pass_that_failed_is_due_after_a_pause_that_doubles_to_a_minute()
    {
        await using var database = await DueAsync();
        var leases = database.Get<ICellLeases>();
        var pauses = new List<double>();
        for (var time = 0; time < 8; time++)
        {
            var lease = (await leases.TakeAsync(Cell, Token)).ShouldNotBeNull();
            await leases.FailAsync(lease, new string('x', 5000), Token);
            var pause = (await RowAsync(database)).NextPassAt!.Value - _clock.GetUtcNow();
            pauses.Add(pause.TotalSeconds);
            _clock.Advance(pause);
        }

        pauses.ShouldBe([1, 2, 4, 8, 16, 32, 60, 60]);
        (await RowAsync(database)).PassError!.Length.ShouldBe(ApplicationEnvironment.MaxPassErrorLength);
        await leases.EndAsync((await leases.TakeAsync(Cell, Token)).ShouldNotBeNull(), Token);
        (await RowAsync(database)).PassFailures.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_due_and_free_is_found_longest_due_first()
    {
        await using var database = await TestDatabase.StartAsync(on, _clock);
        foreach (var (name, seconds) in new[] { ("second", -1), ("first", -2), ("held", -3), ("later", 5) })
        {
            await AddAsync(database, Samples.Cell(name), _clock.GetUtcNow().AddSeconds(seconds));
        }

        await database.Get<ICellLeases>().TakeAsync(Samples.Cell("held"), Token);
        var store = database.Get<CellPassStore>();

        (await store.DueAsync(10, Token)).Select(due => due.Cell).ShouldBe([Samples.Cell("first"), Samples.Cell("second")]);
        (await store.DueAsync(1, Token)).Select(due => due.Cell).ShouldBe([Samples.Cell("first")]);
        (await store.NextDueAsync(Token)).ShouldBe(_clock.GetUtcNow().AddSeconds(5));
        await RunOutAsync(database);
        (await store.DueAsync(10, Token)).Select(due => due.Cell).First().ShouldBe(Samples.Cell("held"), "its holder is gone");
    }

    [Fact]
    public async Task Only_cells_with_a_deployment_under_way_are_woken()
    {
        await using var database = await TestDatabase.StartAsync(on, _clock);
        await AddAsync(database, Samples.Cell("active"), _clock.GetUtcNow().AddHours(1));
        await AddAsync(database, Samples.Cell("quiet"), null);
        await database.AddDeploymentAsync(Samples.Cell("active"), "v1", _clock.GetUtcNow());

        (await database.Get<CellPassStore>().WakeForgottenAsync(Token)).ShouldBe(0, "it has a time");
        (await database.Get<CellPassStore>().WakeActiveAsync(Token)).ShouldBe(1);

        (await database.Get<CellPassStore>().DueAsync(10, Token)).Select(due => due.Cell).ShouldBe([Samples.Cell("active")]);
    }

    [Fact]
    public async Task Where_one_process_owns_the_database_the_next_owner_frees_what_the_former_one_held()
    {
        await using var database = await DueAsync();
        await database.Get<ICellLeases>().TakeAsync(Cell, Token);

        await database.Get<AbandonedClaims>().FreeClaimsAsync(Token);

        ((await database.Get<ICellLeases>().TakeAsync(Cell, Token)) is not null).ShouldBe(on is DatabaseProvider.Sqlite, "on a server it may be another replica's");
    }

    private async Task<TestDatabase> DueAsync()
    {
        var database = await TestDatabase.StartAsync(on, _clock);
        await AddAsync(database, Cell, _clock.GetUtcNow());
        return database;
    }

    private static Task AddAsync(TestDatabase database, Cell cell, DateTimeOffset? due) => database.CommitAsync(async transaction =>
    {
        await transaction.AddCellAsync(cell);
        if (due is { } at)
        {
            await transaction.SchedulePassAsync(cell, at, Token);
        }
    });

    private static async Task<DateTimeOffset> DatabaseNowAsync(TestDatabase database)
    {
        await using var context = database.Context();
        return await database.Get<IDatabaseDialect>().NowAsync(context, Token);
    }

    /// <summary>As when the lease's time has passed: the server's clock cannot be moved.</summary>
    private static async Task RunOutAsync(TestDatabase database)
    {
        await using var context = database.Context();
        var past = (DateTimeOffset?)(await database.Get<IDatabaseDialect>().NowAsync(context, Token)).AddMilliseconds(-1);
        await context.Cells.ExecuteUpdateAsync(cell => cell.SetProperty(to => to.PassLeaseUntil, past), Token);
    }

    private static async Task<ApplicationEnvironment> RowAsync(TestDatabase database)
    {
        await using var context = database.Context();
        return await context.Cells.SingleAsync(Token);
    }

    public sealed class OnSqlite() : CellPassStoreTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CellPassStoreTests(DatabaseProvider.PostgreSql);
}
