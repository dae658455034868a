using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Events;
using Release.Core.Notifications;
using Release.Core.Sources;
using Release.Core.Storage;
using Release.Data.Converters;
using Release.Data.Events;
using Release.Data.Rows;

namespace Release.Data.Stores;

internal sealed class ReleaseTransaction(
    WriteTransaction write, IPassRequests passes, EventSignal events, OutboxSignal outbox, TimeProvider clock) : IReleaseTransaction
{
    private static readonly DeploymentStatus[] Active = [DeploymentStatus.Queued, DeploymentStatus.Running];

    private readonly Dictionary<Cell, DateTimeOffset> _due = [];
    private bool _appended;
    private bool _notified;

    internal ReleaseDbContext Context => write.Context;

    public async Task<Application?> FindApplicationAsync(ApplicationName name, CancellationToken cancellationToken) =>
        Context.Applications.Local.FirstOrDefault(application => application.Name == name)
        ?? await Context.Applications.SingleOrDefaultAsync(application => application.Name == name, cancellationToken);

    public async Task<IReadOnlyList<Application>> ApplicationsAsync(CancellationToken cancellationToken) =>
        await Context.Applications.OrderBy(application => application.Name).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Application>> FindByRepositoryNameAsync(ApplicationName repositoryName, CancellationToken cancellationToken) =>
        await Context.Applications.Where(application => application.RepositoryName == repositoryName.Value).ToListAsync(cancellationToken);

    public void Add(Application application) => Context.Applications.Add(application);

    public async Task<ApplicationEnvironment?> FindCellAsync(Cell cell, CancellationToken cancellationToken) =>
        Context.Cells.Local.FirstOrDefault(found => found.Application == cell.Application && found.Environment == cell.Environment)
        ?? await Context.Cells.SingleOrDefaultAsync(
            found => found.Application == cell.Application && found.Environment == cell.Environment, cancellationToken);

    public async Task<IReadOnlyList<ApplicationEnvironment>> CellsAsync(CancellationToken cancellationToken) =>
        await Context.Cells.ToListAsync(cancellationToken);

    public void Add(ApplicationEnvironment cell) => Context.Cells.Add(cell);

    public async Task<Deployment?> FindDeploymentAsync(Guid id, CancellationToken cancellationToken) =>
        Context.Deployments.Local.FirstOrDefault(deployment => deployment.Id == id)
        ?? await WithSteps().SingleOrDefaultAsync(deployment => deployment.Id == id, cancellationToken);

    public async Task<IReadOnlyList<Deployment>> ActiveDeploymentsAsync(Cell cell, CancellationToken cancellationToken)
    {
        var stored = await WithSteps()
            .Where(deployment => deployment.Application == cell.Application && deployment.Environment == cell.Environment
                && Active.Contains(deployment.Status))
            .OrderBy(deployment => deployment.CreatedAt).ThenBy(deployment => deployment.Id)
            .ToListAsync(cancellationToken);

        // Include deployments that this transaction changed or added.
        var added = Context.Deployments.Local.Where(deployment => deployment.Cell == cell && !stored.Contains(deployment));
        return [.. stored.Concat(added).Where(deployment => deployment.IsActive).OrderBy(deployment => deployment.CreatedAt)];
    }

    public async Task<IReadOnlyList<Cell>> ActiveCellsAsync(CancellationToken cancellationToken)
    {
        var cells = await Context.Deployments.AsNoTracking().Where(deployment => Active.Contains(deployment.Status))
            .Select(deployment => new { deployment.Application, deployment.Environment }).ToListAsync(cancellationToken);
        return [.. cells.Select(cell => new Cell(cell.Application, cell.Environment)).Distinct()];
    }

    public async Task<Deployment?> NewestDeploymentAsync(Cell cell, CancellationToken cancellationToken)
    {
        var stored = await WithSteps()
            .Where(deployment => deployment.Application == cell.Application && deployment.Environment == cell.Environment)
            .OrderByDescending(deployment => deployment.CreatedAt).ThenByDescending(deployment => deployment.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var added = Context.Deployments.Local.Where(deployment => deployment.Cell == cell).MaxBy(deployment => deployment.CreatedAt);
        return added is not null && (stored is null || added.CreatedAt > stored.CreatedAt) ? added : stored;
    }

    public async Task<Deployment?> NewestOfVersionAsync(Cell cell, ImageTag version, CancellationToken cancellationToken) =>
        await WithSteps()
            .Where(deployment => deployment.Application == cell.Application && deployment.Environment == cell.Environment && deployment.Version == version)
            .OrderByDescending(deployment => deployment.CreatedAt).ThenByDescending(deployment => deployment.Id)
            .FirstOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyList<Deployment>> UnansweredBuildsAsync(Cell cell, DateTimeOffset since, CancellationToken cancellationToken) =>
        await WithSteps()
            .Where(deployment => deployment.Application == cell.Application && deployment.Environment == cell.Environment && deployment.CreatedAt >= since
                && deployment.Build != null && !deployment.Build.CalledBack)
            .OrderByDescending(deployment => deployment.CreatedAt).ThenByDescending(deployment => deployment.Id)
            .ToListAsync(cancellationToken);

    public void Add(Deployment deployment)
    {
        Context.Deployments.Add(deployment);
        if (deployment.PromotedFrom is { } from)
        {
            Context.Promotions.Add(new PromotionRow(from, deployment.Id));
        }
    }

    public async Task<CiRun?> FindRunAsync(long id, CancellationToken cancellationToken) => await Context.CiRuns.FindAsync([id], cancellationToken);

    public void Add(CiRun run) => Context.CiRuns.Add(run);

    public void Append(ReleaseEvent releaseEvent)
    {
        Context.Events.Add(EventRow.From(releaseEvent, clock.GetUtcNow()));
        _appended = true;
    }

    public async Task NotifyAsync(Notification notification, CancellationToken cancellationToken)
    {
        var key = notification.Key;
        if (Context.Outbox.Local.Any(message => message.Key == key)
            || await Context.Outbox.AnyAsync(message => message.Key == key, cancellationToken))
        {
            return;
        }

        Context.Outbox.Add(OutboxRow.Create(key, StoredJson.Write(notification), clock.GetUtcNow()));
        _notified = true;
    }

    /// <summary>Deferred to the commit, because the cell's row may not be stored before.</summary>
    public Task SchedulePassAsync(Cell cell, DateTimeOffset at, CancellationToken cancellationToken)
    {
        _due[cell] = at;
        return Task.CompletedTask;
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await write.SaveAsync(cancellationToken);
        foreach (var (cell, at) in _due)
        {
            await CellPassStore.SchedulePassAsync(Context, cell, at, clock.GetUtcNow(), cancellationToken);
        }

        await write.Current.CommitAsync(cancellationToken);
        foreach (var (cell, at) in _due)
        {
            passes.Request(cell, at);
        }

        if (_appended)
        {
            events.Raise();
        }

        if (_notified)
        {
            outbox.Raise();
        }
    }

    public ValueTask DisposeAsync() => write.DisposeAsync();

    /// <summary>Includes sub-steps, because a report about one that was not loaded would create it again.</summary>
    private IQueryable<Deployment> WithSteps() => Context.Deployments.Include(deployment => deployment.Steps).ThenInclude(step => step.Tasks);
}
