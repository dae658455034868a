using Microsoft.EntityFrameworkCore;
using Release.Core.Deployments;

namespace Release.Data.Queries;

/// <summary>Reads deployments for lists and pages; changes nothing.</summary>
public sealed class DeploymentQueries(IDbContextFactory<ReleaseDbContext> contexts)
{
    public const int MaxLimit = 200;

    /// <summary>Newest first. The cost of a page does not grow with the history: every filter has its index.</summary>
    /// <exception cref="FormatException"><see cref="DeploymentFilter.Before"/> is not what a page gave as <see cref="DeploymentPage.Next"/>.</exception>
    public async Task<DeploymentPage> ListAsync(DeploymentFilter filter, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var limit = Math.Clamp(filter.Limit, 1, MaxLimit);
        var deployments = await Filtered(context.Deployments.AsNoTracking(), filter)
            .OrderByDescending(deployment => deployment.CreatedAt).ThenByDescending(deployment => deployment.Id)
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        var items = deployments.Take(limit).Select(Summary).ToList();
        var next = deployments.Count > limit ? new PageCursor(items[^1].CreatedAt, items[^1].Id).ToString() : null;
        return new DeploymentPage(items, next);
    }

    public async Task<DeploymentDetail?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var deployment = await context.Deployments.AsNoTracking().Include(found => found.Steps)
            .SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
        return deployment is null
            ? null
            : new DeploymentDetail(
                Summary(deployment),
                deployment.PromoteRequested,
                deployment.ConfigCommit,
                [.. deployment.Steps.OrderBy(step => step.Name).Select(Step)],
                deployment.Promotion);
    }

    /// <summary>What the steps kept, in the order of the steps and then of time.</summary>
    public async Task<IReadOnlyList<StepLogView>> LogsAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var steps = await context.Deployments.AsNoTracking().Where(deployment => deployment.Id == id)
            .SelectMany(deployment => deployment.Steps).Include(step => step.Logs)
            .ToListAsync(cancellationToken);
        return
        [
            .. from step in steps
               orderby step.Name
               from log in step.Logs.OrderBy(log => log.Id)
               select new StepLogView(step.Name, log.Title, log.Text, log.FailingLine, log.At),
        ];
    }

    /// <summary>The deployment that a promotion of this one made; null when there is none.</summary>
    public async Task<DeploymentSummary?> PromotedToAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var promoted = await context.Deployments.AsNoTracking()
            .Where(deployment => deployment.PromotedFrom == id)
            .OrderByDescending(deployment => deployment.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return promoted is null ? null : Summary(promoted);
    }

    /// <summary>How many deployments have each status.</summary>
    public async Task<IReadOnlyDictionary<DeploymentStatus, int>> CountByStatusAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Deployments.GroupBy(deployment => deployment.Status)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
    }

    private static IQueryable<Deployment> Filtered(IQueryable<Deployment> deployments, DeploymentFilter filter)
    {
        if (filter.Application is { } application)
        {
            deployments = deployments.Where(deployment => deployment.Application == application);
        }

        if (filter.Environment is { } environment)
        {
            deployments = deployments.Where(deployment => deployment.Environment == environment);
        }

        if (filter.Status is { } status)
        {
            deployments = deployments.Where(deployment => deployment.Status == status);
        }

        if (filter.Before is null)
        {
            return deployments;
        }

        if (!PageCursor.TryParse(filter.Before, out var cursor))
        {
            throw new FormatException("before is not the 'next' of an earlier page.");
        }

        var (at, id) = cursor;
        return deployments.Where(deployment =>
            deployment.CreatedAt < at || (deployment.CreatedAt == at && deployment.Id.CompareTo(id) < 0));
    }

    private static DeploymentSummary Summary(Deployment deployment) => new(
        deployment.Id,
        deployment.Application.Value,
        deployment.Environment.Value,
        deployment.Version.Value,
        deployment.Trigger,
        deployment.Status,
        deployment.RequestedBy,
        deployment.Reason,
        deployment.CreatedAt,
        deployment.StartedAt,
        deployment.FinishedAt,
        deployment.FailureReason,
        deployment.PromotedFrom,
        deployment.SupersededBy);

    private static StepView Step(DeploymentStep step) => new(
        step.Name, step.Status, step.Attempt, step.StartedAt, step.FinishedAt, step.Message, step.ProgressDone, step.ProgressTotal, step.Failure);
}
