using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Events;
using Release.Core.Storage;

namespace Release.Tests.Support.Data;

internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static readonly EnvironmentOrder Environments = new(
        [new(EnvironmentName.Parse("integration")), new(EnvironmentName.Parse("staging")), new(EnvironmentName.Parse("production"))]);

    public static Cell Cell(string application = "publisher", string environment = "integration") =>
        new(ApplicationName.Parse(application), EnvironmentName.Parse(environment));

    /// <summary>The cell's row, with its application's, where they are missing.</summary>
    public static async Task AddCellAsync(this IReleaseTransaction transaction, Cell cell)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        if (await transaction.FindApplicationAsync(cell.Application, cancellationToken) is null)
        {
            transaction.Add(new Application(cell.Application, null, Noon));
        }

        if (await transaction.FindCellAsync(cell, cancellationToken) is null)
        {
            transaction.Add(new ApplicationEnvironment(cell.Application, cell.Environment));
        }
    }

    public static ReleaseEvent Event(string summary, string application = "publisher") =>
        new(EventType.DeploymentQueued, "tests", summary, ApplicationName.Parse(application));
}
