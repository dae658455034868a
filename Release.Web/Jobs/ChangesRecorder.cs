using Hangfire;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Data.Events;
using Release.Data.Stores;

namespace Release.Web.Jobs;

/// <summary>
/// Gets from GitHub what each new deployment ships, once, and keeps it. The pipeline never waits for it. What could not be
/// got is tried again, for a week; older deployments, such as an imported history, are left alone.
/// </summary>
internal sealed partial class ChangesRecorder(
    ShippedChangesStore store, ChangeSetBuilder whatShips, SourceSettings sources, IBoard board, EventSignal events, TimeProvider clock, ILogger<ChangesRecorder> logger)
    : IDueWork
{
    /// <summary>How far back deployments are looked at.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromDays(7);
    private const int Most = 500;

    private readonly RetryBackOff<Guid> _later = new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
    private readonly RetryBackOff<string> _away = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));

    private readonly SingleFlight _one = new();

    public Signal News => events;

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public TimeSpan Pace => TimeSpan.FromSeconds(1);

    /// <summary>Any event may be a new deployment's, so it is always due, except while GitHub is away.</summary>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Task.FromResult<DateTimeOffset?>(now + (_away.Wait("", now) ?? TimeSpan.Zero));
    }

    public void Enqueue(IBackgroundJobClient jobs) => jobs.Enqueue<ChangesRecorder>(recorder => recorder.RecordDueAsync(CancellationToken.None));

    [JobDisplayName("What deployments ship")]
    public Task RecordDueAsync(CancellationToken cancellationToken) => _one.RunAsync(() => RecordAsync(cancellationToken));

    /// <summary>Looks once. Returns how many were recorded.</summary>
    internal async Task<int> RecordAsync(CancellationToken cancellationToken)
    {
        var recorded = 0;
        var now = clock.GetUtcNow();
        if (!_away.IsDue("", now))
        {
            return 0;
        }

        foreach (var unknown in await store.UnknownSinceAsync(now - Window, Most, cancellationToken))
        {
            if (RepositoryOf(unknown) is { } repository && _later.IsDue(unknown.DeploymentId, now))
            {
                if (await RecordAsync(unknown, repository, cancellationToken) is not { } isNew)
                {
                    // GitHub is away: the others would learn the same.
                    return recorded;
                }

                recorded += isNew ? 1 : 0;
            }
        }

        _later.Forget(now - Window);
        return recorded;
    }

    /// <summary>Null when GitHub is away.</summary>
    private async Task<bool?> RecordAsync(PendingChanges unknown, SourceRepository repository, CancellationToken cancellationToken)
    {
        try
        {
            var from = unknown.Replaced is null ? null : new VersionPoint(unknown.Replaced, await store.CommitOfAsync(unknown.Cell, unknown.Replaced, cancellationToken));
            var changes = await whatShips.BetweenAsync(repository, from, unknown.Version, cancellationToken);
            _away.Succeeded("");
            _later.Succeeded(unknown.DeploymentId);
            return await store.KeepAsync(changes.For(unknown.DeploymentId, clock.GetUtcNow()), cancellationToken);
        }
        catch (OutsideException exception) when (exception.IsAway)
        {
            var wait = _away.Failed("", clock.GetUtcNow());
            Log.Away(logger, wait, exception.Message);
            return null;
        }
        catch (OutsideException exception)
        {
            var wait = _later.Failed(unknown.DeploymentId, clock.GetUtcNow());
            Log.Refused(logger, unknown.Cell, wait, exception.Message);
            return false;
        }
    }

    private SourceRepository? RepositoryOf(PendingChanges unknown) =>
        sources.RepositoryOf(board.Find(unknown.Cell.Application)?.Repository ?? unknown.Cell.Application.Value);

    private static partial class Log
    {
        [LoggerMessage(4271, LogLevel.Information, "What deployments ship waits {Wait} for GitHub: {Why}")]
        public static partial void Away(ILogger logger, TimeSpan wait, string why);

        [LoggerMessage(4272, LogLevel.Warning, "GitHub does not say what a deployment of {Cell} ships; asked again in {Wait}: {Why}")]
        public static partial void Refused(ILogger logger, Cell cell, TimeSpan wait, string why);
    }
}

/// <summary>Why what a deployment shipped is not to be seen.</summary>
internal static class ChangesText
{
    public static string NotTaken(ApplicationName application, IBoard board, SourceSettings sources)
    {
        var repository = board.Find(application)?.Repository ?? application.Value;
        return sources.RepositoryOf(repository) is null
            ? NoOwner(repository)
            : "Release has not got it from GitHub. It looks for deployments of the last seven days, as soon as GitHub answers.";
    }

    public static string NoOwner(string repository) => $"The owner of {repository} on GitHub is not known: set Release:GitHub:Organisation.";
}
