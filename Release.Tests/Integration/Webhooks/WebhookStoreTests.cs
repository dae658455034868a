using Microsoft.EntityFrameworkCore;
using Release.Core.Sources;
using Release.Data;
using Release.Data.Queries;
using Release.Data.Rows;
using Release.Data.Stores;
using Release.Tests.Integration.Data;
using Release.Tests.Support.Webhooks;

namespace Release.Tests.Integration.Webhooks;

public abstract class WebhookStoreTests(DatabaseProvider on)
{
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivery_is_remembered_once()
    {
        await using var database = await TestDatabase.StartAsync(on, _clock);
        var store = database.Get<WebhookStore>();

        var taken = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => store.TakeAsync($"id-{number % 40}", "push", $"{number}", Cancel)));

        taken.Count(isNew => isNew).ShouldBe(40);
        (await store.TakeAsync("id-1", "push", "{}", Cancel)).ShouldBeFalse();
        (await database.Get<WebhookQueries>().LatestAsync(null, 1000, Cancel)).Count.ShouldBe(40);
    }

    [Fact]
    public async Task They_are_claimed_in_their_order_and_by_one_alone()
    {
        await using var database = await TestDatabase.StartAsync(on, _clock);
        var (store, other) = (database.Get<WebhookStore>(), database.Get<WebhookStore>());
        await TakeAsync(store, "a", "b", "c");

        (await ClaimAsync(store, 2)).ShouldBe(["a", "b"]);
        (await ClaimAsync(other, 2)).ShouldBeEmpty("c is behind a and b, which are claimed");
        (await other.TakeAsync("d", "release", "{}", Cancel)).ShouldBeTrue();
        (await ClaimAsync(other, 2)).ShouldBe(["d"], "another kind of event waits for none of them");
    }

    [Fact]
    public async Task What_a_killed_process_had_claimed_is_claimed_again_after_a_while()
    {
        await using var database = await TestDatabase.StartAsync(on, _clock);
        var store = database.Get<WebhookStore>();
        await TakeAsync(store, "a", "b");
        await ClaimAsync(store, 1);

        _clock.Advance(Claim - TimeSpan.FromSeconds(1));
        (await ClaimAsync(store, 10)).ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(1));

        var again = await store.ClaimAsync(10, _clock.GetUtcNow() + Claim, Cancel);
        again.Select(delivery => (delivery.Id, delivery.Attempts)).ShouldBe([("a", 2), ("b", 1)]);
    }

    [Fact]
    public async Task What_is_tried_again_holds_those_of_its_kind_behind_it()
    {
        await using var database = await TestDatabase.StartAsync(on, _clock);
        var store = database.Get<WebhookStore>();
        await TakeAsync(store, "a", "b", "c");
        var claimed = await store.ClaimAsync(3, _clock.GetUtcNow() + Claim, Cancel);

        await store.KeepAsync(
        [
            new WebhookResult.Worked(claimed[0].Sequence, "done"),
            new WebhookResult.TryAgain(claimed[1].Sequence, "away", _clock.GetUtcNow().AddSeconds(4)),
            new WebhookResult.PutBack(claimed[2].Sequence),
        ], Cancel);

        (await ClaimAsync(store, 3)).ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(4));
        var again = await store.ClaimAsync(3, _clock.GetUtcNow() + Claim, Cancel);
        again.Select(delivery => (delivery.Id, delivery.Attempts)).ShouldBe([("b", 2), ("c", 1)]);
    }

    [Fact]
    public async Task A_worked_one_gives_up_its_payload_and_a_failed_one_keeps_it_for_another_try()
    {
        await using var database = await TestDatabase.StartAsync(on, _clock);
        var store = database.Get<WebhookStore>();
        await TakeAsync(store, "a", "b");
        var claimed = await store.ClaimAsync(2, _clock.GetUtcNow() + Claim, Cancel);
        await store.KeepAsync([new WebhookResult.Worked(claimed[0].Sequence, "done"), new WebhookResult.GivenUp(claimed[1].Sequence, "no")], Cancel);

        await using (var context = database.Context())
        {
            (await context.WebhookDeliveries.OrderBy(row => row.Sequence).Select(row => row.Payload).ToListAsync(Cancel)).ShouldBe(["", "{}"]);
        }

        (await store.WorkAgainAsync(claimed[0].Sequence, Cancel)).ShouldBeFalse();
        (await store.WorkAgainAsync(claimed[1].Sequence, Cancel)).ShouldBeTrue();
        (await store.ClaimAsync(2, _clock.GetUtcNow() + Claim, Cancel)).ShouldHaveSingleItem().Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Old_ones_are_forgotten_unless_they_still_wait()
    {
        await using var database = await TestDatabase.StartAsync(on, _clock);
        var store = database.Get<WebhookStore>();
        await TakeAsync(store, "worked", "waiting");
        var claimed = await store.ClaimAsync(1, _clock.GetUtcNow() + Claim, Cancel);
        await store.KeepAsync([new WebhookResult.Worked(claimed[0].Sequence, "done")], Cancel);
        await database.CommitAsync(transaction =>
        {
            var run = new CiRun(1, SourceRepository.Parse("a/b"), CommitSha.Parse(Payload.Commit), "w", "p", "push", "");
            run.Update(BuildState.Succeeded, 1, _clock.GetUtcNow());
            transaction.Add(run);
            return Task.CompletedTask;
        });
        _clock.Advance(TimeSpan.FromDays(31));
        await TakeAsync(store, "new");

        (await store.ForgetAsync(_clock.GetUtcNow().AddDays(-30), Cancel)).ShouldBe(2);

        (await database.Get<WebhookQueries>().LatestAsync(null, 10, Cancel)).Select(line => (line.Id, line.Status))
            .ShouldBe([("new", WebhookDeliveryStatus.Pending), ("waiting", WebhookDeliveryStatus.Pending)]);
    }

    private static async Task TakeAsync(WebhookStore store, params string[] ids)
    {
        foreach (var id in ids)
        {
            await store.TakeAsync(id, "push", "{}", Cancel);
        }
    }

    private async Task<IEnumerable<string>> ClaimAsync(WebhookStore store, int most) =>
        (await store.ClaimAsync(most, _clock.GetUtcNow() + Claim, Cancel)).Select(delivery => delivery.Id);

    public sealed class OnSqlite() : WebhookStoreTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : WebhookStoreTests(DatabaseProvider.PostgreSql);
}
