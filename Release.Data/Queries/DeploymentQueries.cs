using Microsoft.EntityFrameworkCore;
using Release.Core.Deployments;

namespace Release.Data.Queries;

/// <summary>Reads deployments.</summary>
public sealed class DeploymentQueries(IDbContextFactory<ReleaseDbContext> contexts)
{
    public const int MaxLimit = 200;

    /// <summary>
    /// A page, newest first. Its cost does not grow with the history: every filter has its index.
    /// </summary>
    /// <exception cref="FormatException"><see cref="DeploymentFilter.Before"/> is not what a page gave as <see cref="DeploymentPage.Next"/>.</exception>
    public async Task<DeploymentPage> ListAsync(DeploymentFilter filter, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var limit = Math.Clamp(filter.Limit, 1, MaxLimit);
        var items = await Summaries(Page(context, filter).Take(limit + 1)).ToListAsync(cancellationToken);
        if (items.Count <= limit)
        {
            return new DeploymentPage(items, null);
        }

        items.RemoveAt(limit);
        return new DeploymentPage(items, new PageCursor(items[^1].CreatedAt, items[^1].Id).ToString());
    }

    public async Task<DeploymentDetail?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var deployment = await context.Deployments.AsNoTracking().Include(found => found.Steps)
            .SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
        return deployment is null
            ? null
            : new DeploymentDetail(
                SummaryOf(deployment),
                deployment.PromoteRequested,
                deployment.ConfigCommit,
                [.. deployment.Steps.OrderBy(step => step.Name).Select(ViewOf)],
                deployment.Promotion);
    }

    /// <summary>In the order of the steps, then of writing; empty for an unknown deployment.</summary>
    public async Task<IReadOnlyList<StepLogView>> LogsAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var logs = await context.Deployments.AsNoTracking().Where(deployment => deployment.Id == id)
            .SelectMany(deployment => deployment.Steps)
            .SelectMany(step => step.Logs, (step, log) => new { step.Name, log.Id, log.Title, log.Text, log.FailingLine, log.At })
            .ToListAsync(cancellationToken);
        return [.. logs.OrderBy(log => log.Name).ThenBy(log => log.Id)
            .Select(log => new StepLogView(log.Name, log.Title, log.Text, log.FailingLine, log.At))];
    }

    /// <summary>The deployment that a promotion of this one made; null when there is none.</summary>
    public async Task<DeploymentSummary?> PromotedToAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var promoted = context.Promotions.Where(promotion => promotion.From == id)
            .Join(context.Deployments.AsNoTracking(), promotion => promotion.To, deployment => deployment.Id, (_, deployment) => deployment);
        return await Summaries(promoted).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>How many deployments have each status.</summary>
    public async Task<IReadOnlyDictionary<DeploymentStatus, int>> CountByStatusAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Deployments.GroupBy(deployment => deployment.Status)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
    }

    /// <summary>The query of a page, in order and without its limit.</summary>
    internal static IQueryable<Deployment> Page(ReleaseDbContext context, DeploymentFilter filter)
    {
        var deployments = context.Deployments.AsNoTracking();
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

        if (filter.Before is { } before)
        {
            if (!PageCursor.TryParse(before, out var cursor))
            {
                throw new FormatException("before is not the 'next' of an earlier page.");
            }

            // The first condition lets the index be entered at the cursor; the second leaves out what the page before had.
            var (at, id) = cursor;
            deployments = deployments.Where(deployment => deployment.CreatedAt <= at
                && (deployment.CreatedAt < at || deployment.Id.CompareTo(id) < 0));
        }

        return deployments.OrderByDescending(deployment => deployment.CreatedAt).ThenByDescending(deployment => deployment.Id);
    }

    private static IQueryable<DeploymentSummary> Summaries(IQueryable<Deployment> deployments) => deployments.Select(deployment => new DeploymentSummary(
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
        deployment.SupersededBy));

    private static DeploymentSummary SummaryOf(Deployment deployment) => new(
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

    private static StepView ViewOf(DeploymentStep step) => new(
        step.Name, step.Status, step.Attempt, step.StartedAt, step.FinishedAt, step.Message, step.ProgressDone, step.ProgressTotal, step.Failure);
}
