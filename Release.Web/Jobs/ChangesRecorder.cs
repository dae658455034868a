using Hangfire;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Data.Events;
using Release.Data.Stores;

namespace Release.Web.Jobs;

/// <summary>
/// Reads from GitHub what each new deployment ships, once, and stores it. The pipeline never waits for it. Failures are
/// retried for a week; older deployments, such as an imported history, are ignored.
/// </summary>
internal sealed partial class ChangesRecorder(
    ShippedChangesStore store, ChangeSetBuilder changeSets, SourceSettings sources, IBoard board, EventSignal events, TimeProvider clock, ILogger<ChangesRecorder> logger)
    : IDueWork
{
    /// <summary>How far back deployments are looked at.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromDays(7);
    private const int BatchSize = 500;

    private readonly RetryBackOff<Guid> _failures = new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
    private readonly RetryBackOff<string> _outage = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));

    private readonly SingleFlight _runs = new();

    public Signal Changed => events;

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public TimeSpan Pace => TimeSpan.FromSeconds(1);

    /// <summary>Any event may announce a new deployment, so the work is always due, except while GitHub is away.</summary>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Task.FromResult<DateTimeOffset?>(now + (_outage.Wait("", now) ?? TimeSpan.Zero));
    }

    public void Enqueue(IBackgroundJobClient jobs) => jobs.Enqueue<ChangesRecorder>(recorder => recorder.RecordDueAsync(CancellationToken.None));

    [JobDisplayName("What deployments ship")]
    public Task RecordDueAsync(CancellationToken cancellationToken) => _runs.RunAsync(() => RecordAsync(cancellationToken));

    /// <summary>One run. Returns the number of recorded deployments.</summary>
    internal async Task<int> RecordAsync(CancellationToken cancellationToken)
    {
        var recorded = 0;
        var now = clock.GetUtcNow();
        if (!_outage.IsDue("", now))
        {
            return 0;
        }

        foreach (var unknown in await store.UnknownSinceAsync(now - Window, BatchSize, cancellationToken))
        {
            if (RepositoryOf(unknown) is { } repository && _failures.IsDue(unknown.DeploymentId, now))
            {
                if (await RecordAsync(unknown, repository, cancellationToken) is not { } isNew)
                {
                    // GitHub is away: further requests would fail too.
                    return recorded;
                }

                recorded += isNew ? 1 : 0;
            }
        }

        _failures.Forget(now - Window);
        return recorded;
    }

    /// <summary>Null when GitHub is away.</summary>
    private async Task<bool?> RecordAsync(PendingChanges unknown, SourceRepository repository, CancellationToken cancellationToken)
    {
        try
        {
            var from = unknown.Replaced is null ? null : new VersionPoint(unknown.Replaced, await store.CommitOfAsync(unknown.Cell, unknown.Replaced, cancellationToken));
            var changes = await changeSets.BetweenAsync(repository, from, unknown.Version, cancellationToken);
            _outage.Succeeded("");
            _failures.Succeeded(unknown.DeploymentId);
            return await store.KeepAsync(changes.For(unknown.DeploymentId, clock.GetUtcNow()), cancellationToken);
        }
        catch (OutsideException exception) when (exception.IsAway)
        {
            var wait = _outage.Failed("", clock.GetUtcNow());
            Log.Away(logger, wait, exception.Message);
            return null;
        }
        catch (OutsideException exception)
        {
            var wait = _failures.Failed(unknown.DeploymentId, clock.GetUtcNow());
            Log.Refused(logger, unknown.Cell, wait, exception.Message);
            return false;
        }
    }

    private SourceRepository? RepositoryOf(PendingChanges unknown) =>
        sources.RepositoryOf(board.Find(unknown.Cell.Application)?.Repository ?? unknown.Cell.Application.Value);

    private static partial class Log
    {
        [LoggerMessage(4271, LogLevel.Information, "GitHub did not answer; what deployments ship is recorded later, in {Wait}: {Why}")]
        public static partial void Away(ILogger logger, TimeSpan wait, string why);

        [LoggerMessage(4272, LogLevel.Warning, "GitHub could not say what a deployment of {Cell} ships; asking again in {Wait}: {Why}")]
        public static partial void Refused(ILogger logger, Cell cell, TimeSpan wait, string why);
    }
}

/// <summary>Says why it is not known what a deployment shipped.</summary>
internal static class ChangesText
{
    public static string NotTaken(ApplicationName application, IBoard board, SourceSettings sources)
    {
        var repository = board.Find(application)?.Repository ?? application.Value;
        return sources.RepositoryOf(repository) is null
            ? NoOwner(repository)
            : "Release has not read it from GitHub yet. It does so for deployments of the last seven days, as soon as GitHub answers.";
    }

    public static string NoOwner(string repository) => $"The owner of {repository} on GitHub is unknown: set Release:GitHub:Organisation.";
}
