using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;

namespace Release.Data.Queries;

/// <summary>Reads deployments.</summary>
public sealed class DeploymentQueries(IDbContextFactory<ReleaseDbContext> contexts)
{
    public const int MaxLimit = 200;

    /// <summary>
    /// A page, newest first. Every filter has an index, so its cost does not grow with the history.
    /// </summary>
    /// <exception cref="FormatException"><see cref="DeploymentFilter.Before"/> is not a <see cref="DeploymentPage.Next"/> of an earlier page.</exception>
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
        if (deployment is null)
        {
            return null;
        }

        var tasks = await TasksAsync(context, id, cancellationToken);
        return new DeploymentDetail(
            DeploymentSummary.Of(deployment),
            deployment.PromoteRequested,
            deployment.ConfigCommit,
            [.. deployment.Steps.OrderBy(step => step.Name).Select(step => ViewOf(step, tasks[step.Name]))],
            deployment.Promotion);
    }

    /// <summary>In the order of the steps; within a step the sub-steps' logs first, then its own. Empty for an unknown deployment.</summary>
    public async Task<IReadOnlyList<StepLogView>> LogsAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var logs = await context.Deployments.AsNoTracking().Where(deployment => deployment.Id == id)
            .SelectMany(deployment => deployment.Steps)
            .SelectMany(step => step.Logs, (step, log) => new { step.Name, log.Id, log.Title, log.Text, log.FailingLine, log.At })
            .ToListAsync(cancellationToken);
        var own = logs.OrderBy(log => log.Id).Select(log => new StepLogView(log.Name, log.Title, log.Text, log.FailingLine, log.At));
        return [.. (await TaskLogsAsync(context, id, cancellationToken)).Concat(own).OrderBy(log => log.Step)];
    }

    /// <summary>The deployment that this one was promoted to; null when there is none.</summary>
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

            // The first condition lets the query use the index from the cursor on; the second excludes the previous page.
            var (at, id) = cursor;
            deployments = deployments.Where(deployment => deployment.CreatedAt <= at
                && (deployment.CreatedAt < at || deployment.Id.CompareTo(id) < 0));
        }

        return deployments.OrderByDescending(deployment => deployment.CreatedAt).ThenByDescending(deployment => deployment.Id);
    }

    private static IQueryable<DeploymentSummary> Summaries(IQueryable<Deployment> deployments) => deployments.Select(DeploymentSummary.Projection);

    /// <summary>Without the logs' text, which is long.</summary>
    private static async Task<ILookup<StepName, StepTaskView>> TasksAsync(ReleaseDbContext context, Guid id, CancellationToken cancellationToken)
    {
        var tasks = await context.Deployments.AsNoTracking().Where(deployment => deployment.Id == id)
            .SelectMany(deployment => deployment.Steps)
            .SelectMany(step => step.Tasks, (step, task) => new
            {
                Step = step.Name,
                task.Id,
                task.Kind,
                task.Name,
                task.Run,
                task.Phase,
                task.Message,
                task.StartedAt,
                task.FinishedAt,
                LogLength = task.Log == null ? 0 : task.Log.Length,
                task.FailingLine,
            })
            .ToListAsync(cancellationToken);
        return tasks.OrderBy(task => task.Id).ToLookup(task => task.Step, task => new StepTaskView(
            task.Id, task.Kind, task.Name, task.Run, task.Phase, task.Message, task.StartedAt, task.FinishedAt, task.LogLength, task.FailingLine));
    }

    private static async Task<IReadOnlyList<StepLogView>> TaskLogsAsync(ReleaseDbContext context, Guid id, CancellationToken cancellationToken)
    {
        var logs = await context.Deployments.AsNoTracking().Where(deployment => deployment.Id == id)
            .SelectMany(deployment => deployment.Steps)
            .SelectMany(step => step.Tasks.Where(task => task.Log != null), (step, task) => new
            {
                Step = step.Name,
                task.Id,
                task.Name,
                task.Log,
                task.FailingLine,
                At = task.FinishedAt ?? task.StartedAt ?? step.StartedAt,
            })
            .ToListAsync(cancellationToken);
        return [.. logs.OrderBy(log => log.Id)
            .Select(log => new StepLogView(log.Step, log.Name, log.Log!, log.FailingLine, log.At ?? DateTimeOffset.UnixEpoch, log.Id))];
    }

    private static StepView ViewOf(DeploymentStep step, IEnumerable<StepTaskView> tasks) => new(
        step.Name, step.Status, step.Attempt, step.StartedAt, step.FinishedAt, step.Message, step.ProgressDone, step.ProgressTotal, step.Failure)
    {
        OutsideSince = step.OutsideSince,
        Tasks = [.. tasks],
    };
}

/// <summary>Which deployments, newest first.</summary>
/// <param name="Before">The opaque <see cref="DeploymentPage.Next"/> of the page before; null for the first page.</param>
/// <param name="Limit">1 to 200.</param>
public sealed record DeploymentFilter(
    ApplicationName? Application = null,
    EnvironmentName? Environment = null,
    DeploymentStatus? Status = null,
    string? Before = null,
    int Limit = 50);

/// <param name="Next">To be given as <see cref="DeploymentFilter.Before"/> for the following page; null on the last one.</param>
public sealed record DeploymentPage(IReadOnlyList<DeploymentSummary> Items, string? Next);
