using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Data;
using Release.Data.Queries;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Data;

public abstract class BoardQueriesTests(DatabaseProvider on)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_has_a_cell_for_each_environment_with_the_step_of_what_moves()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var cell = Samples.Cell("publisher", "staging");
        await AddAsync(database, cell);
        await database.CommitAsync(async transaction =>
        {
            var deployment = Deployment.Queue(cell, ImageTag.Parse("v2"), Trigger.Manual, false, "me", null, null, Samples.Noon);
            deployment.BeginStep(Samples.Noon);
            deployment.CompleteStep("committed", Samples.Noon);
            deployment.BeginStep(Samples.Noon);
            deployment.ReportProgress("Waiting for Argo CD", 1, 3);
            transaction.Add(deployment);
            (await transaction.FindCellAsync(cell, Token)).ShouldNotBeNull().Track(deployment, isNewest: true);
            transaction.Append(Samples.Event("started"));
        });

        var (rows, last) = await database.Get<BoardQueries>().LoadAsync(Token);

        last.ShouldBe(1);
        var row = rows.ShouldHaveSingleItem();
        row.Cells.Select(found => found.Environment.Value).ShouldBe(["integration", "staging", "production"]);
        row.Cells[0].InConfiguration.ShouldBeFalse();
        var moving = row.Cells[1];
        moving.WantedVersion.ShouldBe(ImageTag.Parse("v1"));
        moving.DeploymentVersion.ShouldBe(ImageTag.Parse("v2"));
        moving.Step.ShouldBe(StepName.UpdateImageTag);
        moving.StepMessage.ShouldBe("Waiting for Argo CD");
        (moving.ProgressDone, moving.ProgressTotal).ShouldBe((1, 3));
        moving.IsMoving.ShouldBeTrue();
    }

    [Fact]
    public async Task Rows_are_ordered_by_name_and_one_can_be_read_alone()
    {
        await using var database = await TestDatabase.StartAsync(on);
        await AddAsync(database, Samples.Cell("whitehall"));
        await AddAsync(database, Samples.Cell("account-api"));
        var queries = database.Get<BoardQueries>();

        var (rows, _) = await queries.LoadAsync(Token);

        rows.Select(row => row.Name.Value).ShouldBe(["account-api", "whitehall"]);
        (await queries.LoadRowAsync(ApplicationName.Parse("whitehall"), Token)).ShouldNotBeNull().Cells[0].InConfiguration.ShouldBeTrue();
        (await queries.LoadRowAsync(ApplicationName.Parse("unknown"), Token)).ShouldBeNull();
    }

    private static Task AddAsync(TestDatabase database, Cell cell) => database.CommitAsync(transaction =>
    {
        transaction.Add(new Application(cell.Application, null, Samples.Noon));
        var present = new ApplicationEnvironment(cell.Application, cell.Environment);
        present.SetWanted(ImageTag.Parse("v1"), true, true, Samples.Noon);
        transaction.Add(present);
        return Task.CompletedTask;
    });

    public sealed class OnSqlite() : BoardQueriesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : BoardQueriesTests(DatabaseProvider.PostgreSql);
}
