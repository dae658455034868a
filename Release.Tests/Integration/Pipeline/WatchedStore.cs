using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Events;
using Release.Core.Notifications;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Tests.Integration.Pipeline;

/// <summary>A store that says when a commit begins and has ended, so that a test can stop the process there.</summary>
internal sealed class WatchedStore(IReleaseStore store, Action<string> aroundCommit) : IReleaseStore
{
    public async Task<IReleaseTransaction> BeginAsync(CancellationToken cancellationToken) =>
        new Watched(await store.BeginAsync(cancellationToken), aroundCommit);

    public async Task<IReleaseTransaction> BeginAsync(CellLease lease, CancellationToken cancellationToken) =>
        new Watched(await store.BeginAsync(lease, cancellationToken), aroundCommit);

    private sealed class Watched(IReleaseTransaction inner, Action<string> aroundCommit) : IReleaseTransaction
    {
        public async Task CommitAsync(CancellationToken cancellationToken)
        {
            aroundCommit("before commit");
            await inner.CommitAsync(cancellationToken);
            aroundCommit("after commit");
        }

        public Task<Application?> FindApplicationAsync(ApplicationName name, CancellationToken cancellationToken) => inner.FindApplicationAsync(name, cancellationToken);

        public Task<IReadOnlyList<Application>> ApplicationsAsync(CancellationToken cancellationToken) => inner.ApplicationsAsync(cancellationToken);

        public Task<IReadOnlyList<Application>> FindByRepositoryNameAsync(ApplicationName repositoryName, CancellationToken cancellationToken) => inner.FindByRepositoryNameAsync(repositoryName, cancellationToken);

        public void Add(Application application) => inner.Add(application);

        public Task<ApplicationEnvironment?> FindCellAsync(Cell cell, CancellationToken cancellationToken) => inner.FindCellAsync(cell, cancellationToken);

        public Task<IReadOnlyList<ApplicationEnvironment>> CellsAsync(CancellationToken cancellationToken) => inner.CellsAsync(cancellationToken);

        public void Add(ApplicationEnvironment cell) => inner.Add(cell);

        public Task<Deployment?> FindDeploymentAsync(Guid id, CancellationToken cancellationToken) => inner.FindDeploymentAsync(id, cancellationToken);

        public Task<IReadOnlyList<Deployment>> ActiveDeploymentsAsync(Cell cell, CancellationToken cancellationToken) => inner.ActiveDeploymentsAsync(cell, cancellationToken);

        public Task<IReadOnlyList<Cell>> ActiveCellsAsync(CancellationToken cancellationToken) => inner.ActiveCellsAsync(cancellationToken);

        public Task<Deployment?> NewestDeploymentAsync(Cell cell, CancellationToken cancellationToken) => inner.NewestDeploymentAsync(cell, cancellationToken);

        public Task<Deployment?> NewestOfVersionAsync(Cell cell, ImageTag version, CancellationToken cancellationToken) => inner.NewestOfVersionAsync(cell, version, cancellationToken);

        public Task<IReadOnlyList<Deployment>> UnansweredBuildsAsync(Cell cell, DateTimeOffset since, CancellationToken cancellationToken) => inner.UnansweredBuildsAsync(cell, since, cancellationToken);

        public void Add(Deployment deployment) => inner.Add(deployment);

        public Task<CiRun?> FindRunAsync(long id, CancellationToken cancellationToken) => inner.FindRunAsync(id, cancellationToken);

        public void Add(CiRun run) => inner.Add(run);

        public void Append(ReleaseEvent releaseEvent) => inner.Append(releaseEvent);

        public Task NotifyAsync(Notification notification, CancellationToken cancellationToken) => inner.NotifyAsync(notification, cancellationToken);

        public Task SchedulePassAsync(Cell cell, DateTimeOffset at, CancellationToken cancellationToken) => inner.SchedulePassAsync(cell, at, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
