using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Events;
using Release.Core.Notifications;
using Release.Core.Sources;

namespace Release.Core.Storage;

/// <summary>Release's own records.</summary>
public interface IReleaseStore
{
    /// <summary>
    /// Begins a transaction that may write. What it reads does not change until it commits or is disposed (which rolls
    /// back). Keep it short: make no outside call in it.
    /// </summary>
    Task<IReleaseTransaction> BeginAsync(CancellationToken cancellationToken);

    /// <summary>The same for the results of a pass: nobody else can take the lease before it commits.</summary>
    /// <exception cref="LeaseLostException">Another process has taken the lease.</exception>
    Task<IReleaseTransaction> BeginAsync(CellLease lease, CancellationToken cancellationToken);
}

/// <summary>
/// One unit of work: entities, events, scheduled passes and notifications are stored together or not at all. Entities
/// that it returns or takes are tracked; <see cref="CommitAsync"/> stores their changes.
/// </summary>
public interface IReleaseTransaction : IAsyncDisposable
{
    Task<Application?> FindApplicationAsync(ApplicationName name, CancellationToken cancellationToken);

    Task<IReadOnlyList<Application>> ApplicationsAsync(CancellationToken cancellationToken);

    /// <summary>Those whose repository's last segment is this name (contracts §1).</summary>
    Task<IReadOnlyList<Application>> FindByRepositoryNameAsync(ApplicationName repositoryName, CancellationToken cancellationToken);

    void Add(Application application);

    Task<ApplicationEnvironment?> FindCellAsync(Cell cell, CancellationToken cancellationToken);

    Task<IReadOnlyList<ApplicationEnvironment>> CellsAsync(CancellationToken cancellationToken);

    void Add(ApplicationEnvironment cell);

    /// <summary>With its steps; logs are only appended, never read here.</summary>
    Task<Deployment?> FindDeploymentAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Queued and running deployments of a cell, oldest first, with their steps.</summary>
    Task<IReadOnlyList<Deployment>> ActiveDeploymentsAsync(Cell cell, CancellationToken cancellationToken);

    /// <summary>Cells that have a queued or running deployment.</summary>
    Task<IReadOnlyList<Cell>> ActiveCellsAsync(CancellationToken cancellationToken);

    /// <summary>The newest deployment of a cell, whatever its status.</summary>
    Task<Deployment?> NewestDeploymentAsync(Cell cell, CancellationToken cancellationToken);

    /// <summary>The newest deployment of a version to a cell; null when there was none.</summary>
    Task<Deployment?> NewestOfVersionAsync(Cell cell, ImageTag version, CancellationToken cancellationToken);

    /// <summary>Deployments to a cell since a moment whose build has not called back, newest first.</summary>
    Task<IReadOnlyList<Deployment>> UnansweredBuildsAsync(Cell cell, DateTimeOffset since, CancellationToken cancellationToken);

    void Add(Deployment deployment);

    /// <param name="id">GitHub's number of a workflow run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<CiRun?> FindRunAsync(long id, CancellationToken cancellationToken);

    void Add(CiRun run);

    /// <summary>Appends to the event log, in the order of the calls.</summary>
    void Append(ReleaseEvent releaseEvent);

    /// <summary>Puts a message into the outbox, unless one with its key is there already.</summary>
    Task NotifyAsync(Notification notification, CancellationToken cancellationToken);

    /// <summary>
    /// Sets when a cell is due; the cell must exist. If it is due at once and a pass is under way, another pass follows.
    /// </summary>
    Task SchedulePassAsync(Cell cell, DateTimeOffset at, CancellationToken cancellationToken);

    /// <exception cref="StaleWriteException">Another transaction changed one of the entities meanwhile; nothing is stored.</exception>
    Task CommitAsync(CancellationToken cancellationToken);
}

/// <summary>Another transaction changed the same record; this one stored nothing.</summary>
public sealed class StaleWriteException(Exception innerException)
    : Exception("The record was changed by somebody else in the meantime.", innerException);
