using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Live;

namespace Release.Data.Queries;

/// <summary>Reads what the board shows: the present of each cell, never the history.</summary>
public sealed class BoardQueries(IDbContextFactory<ReleaseDbContext> contexts, EnvironmentOrder environments)
{
    public async Task<BoardRows> LoadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // Read first: what is stored meanwhile is in the rows already or comes as an event after this number.
        var sequence = await context.Events.MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0;
        var applications = await context.Applications.AsNoTracking().ToListAsync(cancellationToken);
        var cells = await context.Cells.AsNoTracking().ToListAsync(cancellationToken);
        var newest = await NewestAsync(context, cells, cancellationToken);
        var byApplication = cells.ToLookup(cell => cell.Application);
        return new BoardRows([.. applications.Select(application => Row(application, byApplication[application.Name], newest))], sequence);
    }

    /// <summary>One application's row; null for an unknown one.</summary>
    public async Task<BoardRow?> LoadRowAsync(ApplicationName name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var application = await context.Applications.AsNoTracking().SingleOrDefaultAsync(found => found.Name == name, cancellationToken);
        if (application is null)
        {
            return null;
        }

        var cells = await context.Cells.AsNoTracking().Where(cell => cell.Application == name).ToListAsync(cancellationToken);
        return Row(application, cells, await NewestAsync(context, cells, cancellationToken));
    }

    /// <summary>The deployments that the cells name, with the steps of those that are under way or have failed.</summary>
    private static async Task<Dictionary<Guid, Deployment>> NewestAsync(
        ReleaseDbContext context, IReadOnlyList<ApplicationEnvironment> cells, CancellationToken cancellationToken)
    {
        var ids = cells.Where(cell => cell.DeploymentStatus is DeploymentStatus.Queued or DeploymentStatus.Running or DeploymentStatus.Failed)
            .Select(cell => cell.DeploymentId).OfType<Guid>().ToArray();
        var deployments = await context.Deployments.AsNoTracking().Include(deployment => deployment.Steps)
            .Where(deployment => ids.Contains(deployment.Id)).ToListAsync(cancellationToken);
        return deployments.ToDictionary(deployment => deployment.Id);
    }

    private BoardRow Row(Application application, IEnumerable<ApplicationEnvironment> cells, Dictionary<Guid, Deployment> newest)
    {
        var byEnvironment = cells.ToDictionary(cell => cell.Environment);
        return new BoardRow(
            application.Name,
            application.DisplayName,
            application.Repository,
            application.DefaultBranch,
            application.Notes,
            application.DeployFreeze,
            [.. environments.All.Select(environment => Cell(environment.Name, byEnvironment.GetValueOrDefault(environment.Name), newest))]);
    }

    private static BoardCell Cell(EnvironmentName environment, ApplicationEnvironment? cell, Dictionary<Guid, Deployment> newest)
    {
        var deployment = cell?.DeploymentId is { } id ? newest.GetValueOrDefault(id) : null;
        var step = deployment?.Steps.OrderBy(candidate => candidate.Name).FirstOrDefault(candidate => candidate.Status is not StepStatus.Succeeded);
        return new BoardCell(
            environment,
            cell?.InConfiguration ?? false,
            cell?.WantedVersion,
            cell?.WantedSince,
            cell?.AutomaticDeploysEnabled ?? false,
            cell?.PromoteDeployment ?? false,
            cell?.DeployedVersion,
            cell?.PreviousVersion,
            cell?.DeployedAt,
            cell?.DeploymentId,
            cell?.DeploymentStatus,
            deployment?.Version,
            step?.Name,
            step?.Message,
            step?.ProgressDone,
            step?.ProgressTotal);
    }
}
