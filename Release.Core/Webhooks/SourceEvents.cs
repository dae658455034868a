using Release.Core.Failures;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>Does what each of GitHub's events asks for. Every event may come twice, and a kill may fall between an effect and its record.</summary>
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

    /// <param name="happened">What was told.</param>
    /// <param name="toldAt">When it was told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What came of it, in a sentence.</returns>
    /// <exception cref="OutsideException">Something that is needed is away; the same event again later does what this one did not.</exception>
    /// <exception cref="StaleWriteException">Somebody else changed the same at the same moment; likewise.</exception>
    public Task<string> TakeAsync(SourceEvent happened, DateTimeOffset toldAt, CancellationToken cancellationToken) => happened switch
    {
        SourceEvent.Released released => _releases.TakeAsync(released, toldAt, cancellationToken),
        SourceEvent.WorkflowRunUpdated run => _runs.TakeAsync(run, cancellationToken),
        SourceEvent.Pushed pushed => _pushes.TakeAsync(pushed, cancellationToken),
        SourceEvent.PackagePublished package => _packages.TakeAsync(package, cancellationToken),
        SourceEvent.Ignored nothing => Task.FromResult(nothing.Why),
        _ => throw new InvalidOperationException($"There is no such event: {happened.GetType().Name}."),
    };
}
