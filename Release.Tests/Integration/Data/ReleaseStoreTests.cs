using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Core.Notifications;
using Release.Core.Storage;
using Release.Data;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Data;

public abstract class ReleaseStoreTests(DatabaseProvider on)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deployment_comes_back_as_it_was_stored()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var cell = Samples.Cell();
        var stored = Deployment.Queue(cell, ImageTag.Parse("v1367"), Trigger.Promotion, true, "ci", "because", Guid.NewGuid(), Samples.Noon);
        stored.BeginStep(Samples.Noon.AddSeconds(1));
        stored.RecordCommit(new string('a', 40), changed: true);
        stored.KeepLog(new StepLog("git", "pushed", 0, Samples.Noon));
        stored.Decide(new PromotionDecision(EnvironmentName.Parse("staging"), [new PromotionGate("Smoke tests passed", false, "none ran")]));
        await database.CommitAsync(transaction =>
        {
            transaction.Add(stored);
            return Task.CompletedTask;
        });

        await using var reading = await database.Store.BeginAsync(Token);
        var found = (await reading.FindDeploymentAsync(stored.Id, Token)).ShouldNotBeNull();

        found.Cell.ShouldBe(cell);
        found.Status.ShouldBe(DeploymentStatus.Running);
        found.StartedAt.ShouldBe(Samples.Noon.AddSeconds(1));
        found.Steps.Select(step => step.Name).ShouldBe(Deployment.StepOrder, ignoreOrder: true);
        found.Step(StepName.Build).Status.ShouldBe(StepStatus.Running);
        found.Promotion.ShouldNotBeNull().Summary.ShouldBe("Not promoted: none ran");
        found.Promotion.Target.ShouldBe(EnvironmentName.Parse("staging"));
    }

    [Fact]
    public async Task What_a_cell_was_seen_to_run_and_where_its_truths_differ_comes_back()
    {
        await using var database = await TestDatabase.StartAsync(on);
        await database.CommitAsync(transaction =>
        {
            var cell = new ApplicationEnvironment(Samples.Cell().Application, Samples.Cell().Environment);
            transaction.Add(new Application(cell.Application, null, Samples.Noon));
            transaction.Add(cell);
            cell.Drift("running", "v2 runs, git wants v1.", Samples.Noon).ShouldBeTrue();
            cell.Drift("running", "v2 runs, git wants v1.", Samples.Noon.AddHours(1)).ShouldBeFalse();
            cell.Observe(ImageTag.Parse("v2"), Samples.Noon).ShouldBeTrue();
            cell.Observe(ImageTag.Parse("v2"), Samples.Noon.AddHours(1)).ShouldBeFalse();
            return Task.CompletedTask;
        });

        await database.CommitAsync(async transaction =>
        {
            var cell = (await transaction.FindCellAsync(Samples.Cell(), Token)).ShouldNotBeNull();
            (cell.DriftKind, cell.DriftDetail, cell.DriftSince).ShouldBe(("running", "v2 runs, git wants v1.", Samples.Noon));
            (cell.ObservedVersion, cell.ObservedAt).ShouldBe((ImageTag.Parse("v2"), Samples.Noon));
            cell.Agree().ShouldBeTrue();
            cell.Agree().ShouldBeFalse();
            (cell.DriftKind, cell.DriftDetail, cell.DriftSince).ShouldBe((null, null, null));
        });
    }

    [Fact]
    public async Task Without_commit_nothing_has_happened()
    {
        await using var database = await TestDatabase.StartAsync(on);
        await using (var transaction = await database.Store.BeginAsync(Token))
        {
            transaction.Add(Deployment.Queue(Samples.Cell(), ImageTag.Parse("v1"), Trigger.Manual, false, "me", null, null, Samples.Noon));
            transaction.Append(Samples.Event("never"));
            await transaction.SchedulePassAsync(Samples.Cell(), Samples.Noon, Token);
        }

        await using var context = database.Context();
        (await context.Deployments.CountAsync(Token)).ShouldBe(0);
        (await context.Events.CountAsync(Token)).ShouldBe(0);
        database.Requests.Made.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cell_that_does_not_exist_cannot_be_made_due_and_nothing_is_stored()
    {
        await using var database = await TestDatabase.StartAsync(on);

        await Should.ThrowAsync<InvalidOperationException>(() => database.CommitAsync(async transaction =>
        {
            transaction.Append(Samples.Event("never"));
            await transaction.SchedulePassAsync(Samples.Cell(), Samples.Noon, Token);
        }));

        await using var context = database.Context();
        (await context.Events.CountAsync(Token)).ShouldBe(0);
        database.Requests.Made.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_wish_for_a_cell_counts()
    {
        await using var database = await TestDatabase.StartAsync(on);
        await database.CommitAsync(async transaction =>
        {
            await transaction.AddCellAsync(Samples.Cell());
            await transaction.SchedulePassAsync(Samples.Cell(), Samples.Noon, Token);
            await transaction.SchedulePassAsync(Samples.Cell(), Samples.Noon.AddMinutes(1), Token);
        });

        await using var context = database.Context();
        (await context.Cells.SingleAsync(Token)).NextPassAt.ShouldBe(Samples.Noon.AddMinutes(1));
        database.Requests.Made.ShouldBe([(Samples.Cell(), Samples.Noon.AddMinutes(1))]);
    }

    [Fact]
    public async Task Events_keep_the_order_of_the_calls()
    {
        await using var database = await TestDatabase.StartAsync(on);
        await database.CommitAsync(transaction =>
        {
            foreach (var number in Enumerable.Range(0, 200))
            {
                transaction.Append(Samples.Event($"{number}"));
            }

            return Task.CompletedTask;
        });

        await using var context = database.Context();
        var summaries = await context.Events.OrderBy(entry => entry.Sequence).Select(entry => entry.Summary).ToListAsync(Token);
        summaries.ShouldBe(Enumerable.Range(0, 200).Select(number => $"{number}"));
    }

    [Fact]
    public async Task A_promotion_is_made_only_once()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var from = Guid.NewGuid();
        await database.AddDeploymentAsync(Samples.Cell(), "v1", Samples.Noon, from);

        await Should.ThrowAsync<StaleWriteException>(() => database.AddDeploymentAsync(Samples.Cell(), "v1", Samples.Noon, from));
    }

    [Fact]
    public async Task A_stale_change_is_refused_and_stores_nothing()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var deployment = await database.AddDeploymentAsync(Samples.Cell(), "v1", Samples.Noon);
        await using var transaction = await database.Store.BeginAsync(Token);
        var mine = (await transaction.FindDeploymentAsync(deployment.Id, Token)).ShouldNotBeNull();

        // As another writer would have done on a database that lets them.
        var context = ((Release.Data.Stores.ReleaseTransaction)transaction).Context;
        await context.Database.ExecuteSqlAsync($"""UPDATE "Deployments" SET "Revision" = "Revision" + 1""", Token);
        mine.BeginStep(Samples.Noon);
        transaction.Append(Samples.Event("never"));

        await Should.ThrowAsync<StaleWriteException>(() => transaction.CommitAsync(Token));
        await transaction.DisposeAsync();
        await using var after = database.Context();
        (await after.Events.CountAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_transaction_sees_what_it_has_added_and_changed()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var cell = Samples.Cell();
        var older = await database.AddDeploymentAsync(cell, "v1", Samples.Noon);
        await using var transaction = await database.Store.BeginAsync(Token);
        (await transaction.ActiveDeploymentsAsync(cell, Token)).ShouldHaveSingleItem();

        var newer = Deployment.Queue(cell, ImageTag.Parse("v2"), Trigger.Continuous, true, "ci", null, null, Samples.Noon.AddMinutes(1));
        transaction.Add(newer);
        (await transaction.FindDeploymentAsync(older.Id, Token)).ShouldNotBeNull().Supersede(newer, Samples.Noon.AddMinutes(1));

        (await transaction.ActiveDeploymentsAsync(cell, Token)).ShouldHaveSingleItem().ShouldBeSameAs(newer);
        (await transaction.NewestDeploymentAsync(cell, Token)).ShouldBeSameAs(newer);
    }

    [Fact]
    public async Task A_message_with_a_known_key_is_stored_once()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var notification = new Notification(
            "key", Guid.NewGuid(), Samples.Cell(), ImageTag.Parse("v1"), StepName.Rollout, FailureKind.Application, "crash loop");
        await database.CommitAsync(async transaction =>
        {
            await transaction.NotifyAsync(notification, Token);
            await transaction.NotifyAsync(notification, Token);
        });
        await database.CommitAsync(transaction => transaction.NotifyAsync(notification, Token));

        await using var context = database.Context();
        (await context.Outbox.CountAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Eight_writers_at_once_lose_nothing()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var application = new Application(ApplicationName.Parse("publisher"), null, Samples.Noon);
        await database.CommitAsync(transaction =>
        {
            transaction.Add(application);
            return Task.CompletedTask;
        });

        await Parallel.ForEachAsync(Enumerable.Range(0, 300), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (number, _) =>
            await database.CommitAsync(async transaction =>
            {
                var found = (await transaction.FindApplicationAsync(application.Name, Token)).ShouldNotBeNull();
                found.Annotate($"{(found.Notes.Length == 0 ? 0 : int.Parse(found.Notes, null)) + 1}");
                transaction.Add(Deployment.Record(Samples.Cell(), ImageTag.Parse($"v{number}"), "ci", Samples.Noon.AddSeconds(number)));
                transaction.Append(Samples.Event($"{number}"));
            }));

        await using var context = database.Context();
        (await context.Deployments.CountAsync(Token)).ShouldBe(300);
        (await context.Events.CountAsync(Token)).ShouldBe(300);
        (await context.Applications.SingleAsync(Token)).Notes.ShouldBe("300");
    }

    [Fact]
    public async Task A_new_application_and_its_cell_are_stored_in_one_transaction()
    {
        await using var database = await TestDatabase.StartAsync(on);
        await database.CommitAsync(transaction =>
        {
            transaction.Add(new Application(ApplicationName.Parse("publisher"), "alphagov/publisher", Samples.Noon));
            transaction.Add(new ApplicationEnvironment(ApplicationName.Parse("publisher"), EnvironmentName.Parse("staging")));
            return Task.CompletedTask;
        });

        await using var transaction = await database.Store.BeginAsync(Token);
        (await transaction.FindApplicationAsync(ApplicationName.Parse("publisher"), Token)).ShouldNotBeNull();
        (await transaction.CellsAsync(Token)).ShouldHaveSingleItem().Environment.Value.ShouldBe("staging");
    }

    public sealed class OnSqlite() : ReleaseStoreTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ReleaseStoreTests(DatabaseProvider.PostgreSql);
}
