using Release.Core.Changes;

namespace Release.Core.Ports;

/// <summary>The application's own workflow, <c>deploy.yml</c>, which builds images that do not exist yet (contracts §9). Errors as for <see cref="ISourceHost"/>.</summary>
public interface IBuilds
{
    /// <summary>
    /// Asks for a build, once: never repeated by itself. The run's id is null where the server does not tell it;
    /// <see cref="FindAsync"/> finds it afterwards.
    /// </summary>
    /// <exception cref="OutsideException">Kind not found: there is no such workflow. Kind application: it does not take these inputs.</exception>
    Task<BuildRun> DispatchAsync(BuildRequest request, CancellationToken cancellationToken);

    /// <summary>Null when there is no such run.</summary>
    Task<BuildRun?> FindAsync(SourceRepository repository, long runId, CancellationToken cancellationToken);

    /// <summary>The oldest run of the workflow that was dispatched at or after a moment (one second of grace for clocks); null when there is none yet.</summary>
    /// <param name="taken">Runs that others have: GitHub does not say for which inputs a run is.</param>
    Task<BuildRun?> FindDispatchedAsync(BuildRequest request, DateTimeOffset since, IReadOnlySet<long> taken, CancellationToken cancellationToken);
}
