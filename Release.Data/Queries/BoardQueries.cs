using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Data.Providers;

namespace Release.Data.Queries;

/// <summary>Reads the board's rows, without the clusters' state. The cost does not depend on the history.</summary>
public sealed class BoardQueries
{
    private readonly IDbContextFactory<ReleaseDbContext> _contexts;
    private readonly IDatabaseDialect _dialect;
    private readonly EnvironmentOrder _environments;

    internal BoardQueries(IDbContextFactory<ReleaseDbContext> contexts, IDatabaseDialect dialect, EnvironmentOrder environments)
    {
        _contexts = contexts;
        _dialect = dialect;
        _environments = environments;
    }

    /// <summary>
    /// All rows by name, and the last event that they certainly include. Follow the log from there and read each application
    /// it names again.
    /// </summary>
    public async Task<BoardRows> LoadAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(context, cancellationToken);

        // The number before the rows, so that it is also correct if the transaction is not a snapshot.
        var last = await context.Events.MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0;
        var rows = await RowsAsync(context, context.Applications, context.Cells, cancellationToken);
        return new BoardRows(rows, last);
    }

    /// <summary>Null for an unknown application.</summary>
    public async Task<BoardRow?> LoadRowAsync(ApplicationName name, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(context, cancellationToken);
        var rows = await RowsAsync(
            context,
            context.Applications.Where(application => application.Name == name),
            context.Cells.Where(cell => cell.Application == name),
            cancellationToken);
        return rows.SingleOrDefault();
    }

    private async Task<IReadOnlyList<BoardRow>> RowsAsync(
        ReleaseDbContext context, IQueryable<Application> applications, IQueryable<ApplicationEnvironment> cells, CancellationToken cancellationToken)
    {
        var byName = await applications.AsNoTracking().ToListAsync(cancellationToken);
        var present = await cells.AsNoTracking().ToListAsync(cancellationToken);
        var newest = await NewestAsync(context, cells, cancellationToken);
        var byCell = present.ToDictionary(cell => new Cell(cell.Application, cell.Environment));
        return [.. byName.OrderBy(application => application.Name.Value, StringComparer.Ordinal)
            .Select(application => RowOf(application, byCell, newest))];
    }

    /// <summary>The newest deployments of the cells, each with the step that the board shows.</summary>
    private static async Task<Dictionary<Guid, NewestDeployment>> NewestAsync(
        ReleaseDbContext context, IQueryable<ApplicationEnvironment> cells, CancellationToken cancellationToken)
    {
        var rows = await (
            from cell in cells
            join deployment in context.Deployments on cell.DeploymentId equals deployment.Id
            select new
            {
                deployment.Id,
                deployment.Version,
                Steps = deployment.Steps
                    .Where(step => step.Status != StepStatus.Succeeded && step.Status != StepStatus.Skipped)
                    .Select(step => new NewestStep(step.Name, step.Message, step.ProgressDone, step.ProgressTotal)).ToList(),
            }).AsNoTracking().ToListAsync(cancellationToken);
        return rows.ToDictionary(row => row.Id, row => new NewestDeployment(row.Version, row.Steps.OrderBy(step => step.Name).FirstOrDefault()));
    }

    private BoardRow RowOf(Application application, Dictionary<Cell, ApplicationEnvironment> cells, Dictionary<Guid, NewestDeployment> newest) => new(
        application.Name,
        application.DisplayName,
        application.Repository,
        application.DefaultBranch,
        application.Notes,
        application.DeployFreeze,
        [.. _environments.All.Select(environment => CellOf(
            environment, cells.GetValueOrDefault(new Cell(application.Name, environment.Name)), newest))]);

    private static BoardCell CellOf(DeploymentEnvironment environment, ApplicationEnvironment? cell, Dictionary<Guid, NewestDeployment> newest)
    {
        if (cell is null)
        {
            return new BoardCell(environment.Name, false, null, null, false, false, null, null, null, null, null, null, null, null, null, null) { Engine = environment.Engine };
        }

        var deployment = cell.DeploymentId is { } id ? newest.GetValueOrDefault(id) : null;
        var step = cell.DeploymentStatus is DeploymentStatus.Queued or DeploymentStatus.Running or DeploymentStatus.Failed ? deployment?.Step : null;
        return new BoardCell(
            environment.Name,
            cell.InConfiguration,
            cell.WantedVersion,
            cell.WantedSince,
            cell.AutomaticDeploysEnabled,
            cell.PromoteDeployment,
            cell.DeployedVersion,
            cell.PreviousVersion,
            cell.DeployedAt,
            cell.DeploymentId,
            cell.DeploymentStatus,
            deployment?.Version,
            step?.Name,
            step?.Message,
            step?.Done,
            step?.Total)
        {
            Engine = environment.Engine,
            Drift = DriftKindText.Parse(cell.DriftKind) is { } kind && cell.DriftSince is { } since ? new Drift(kind, since, cell.DriftDetail ?? "") : null,
            ObservedVersion = cell.ObservedVersion,
        };
    }

    private sealed record NewestDeployment(ImageTag Version, NewestStep? Step);

    private sealed record NewestStep(StepName Name, string? Message, int? Done, int? Total);
}

/// <summary>The board as the database knows it.</summary>
/// <param name="Sequence">The rows include every event up to this one and possibly later ones.</param>
public sealed record BoardRows(IReadOnlyList<BoardRow> Rows, long Sequence);
