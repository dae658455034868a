using Release.Core.Failures;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>Dispatches GitHub's events to their handlers, which must be idempotent: an event can arrive twice, and a process can be killed before the result is stored.</summary>
public sealed class SourceEvents
{
    private readonly ReleaseHandler _releases;
    private readonly WorkflowRunHandler _runs;
    private readonly PushHandler _pushes;
    private readonly PackageHandler _packages;

    internal SourceEvents(ReleaseHandler releases, WorkflowRunHandler runs, PushHandler pushes, PackageHandler packages)
    {
        _releases = releases;
        _runs = runs;
        _pushes = pushes;
        _packages = packages;
    }

    /// <param name="happened">The event.</param>
    /// <param name="receivedAt">When it arrived.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The outcome, in a sentence.</returns>
    /// <exception cref="OutsideException">An outside system is unavailable; handle the event again later.</exception>
    /// <exception cref="StaleWriteException">Another transaction changed the same record; handle the event again.</exception>
    public Task<string> TakeAsync(SourceEvent happened, DateTimeOffset receivedAt, CancellationToken cancellationToken) => happened switch
    {
        SourceEvent.Released released => _releases.TakeAsync(released, receivedAt, cancellationToken),
        SourceEvent.WorkflowRunUpdated run => _runs.TakeAsync(run, cancellationToken),
        SourceEvent.Pushed pushed => _pushes.TakeAsync(pushed, cancellationToken),
        SourceEvent.PackagePublished package => _packages.TakeAsync(package, cancellationToken),
        SourceEvent.Ignored nothing => Task.FromResult(nothing.Why),
        _ => throw new InvalidOperationException($"There is no such event: {happened.GetType().Name}."),
    };
}
