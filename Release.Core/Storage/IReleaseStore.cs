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
    /// Begins a transaction that may write. What is read in it stays true until it commits or is disposed
    /// (disposed without commit, nothing has happened). Keep it short: no call to the outside in it.
    /// </summary>
    Task<IReleaseTransaction> BeginAsync(CancellationToken cancellationToken);

    /// <summary>The same for what a pass has to save: until it commits nobody else can take the lease.</summary>
    /// <exception cref="LeaseLostException">The lease is somebody else's by now.</exception>
    Task<IReleaseTransaction> BeginAsync(CellLease lease, CancellationToken cancellationToken);
}

/// <summary>
/// One unit of work: entities, events, wake-ups and notifications are stored together or not at all. Entities it
/// returns or takes are tracked; their changes are stored by <see cref="CommitAsync"/>.
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
    /// Makes a cell due at a time, instead of the time that stood there; the cell has been added before. Due at once
    /// during a pass, it has another pass follow.
    /// </summary>
    Task SchedulePassAsync(Cell cell, DateTimeOffset at, CancellationToken cancellationToken);

    /// <exception cref="StaleWriteException">Somebody else changed one of the entities in the meantime; nothing is stored.</exception>
    Task CommitAsync(CancellationToken cancellationToken);
}

/// <summary>Two writers changed the same thing; this one lost and stored nothing.</summary>
public sealed class StaleWriteException(Exception innerException)
    : Exception("The record was changed by somebody else in the meantime.", innerException);
