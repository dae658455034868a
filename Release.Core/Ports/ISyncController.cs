using Release.Core.Applications;

namespace Release.Core.Ports;

/// <summary>
/// What brings a cluster to what git says: Argo CD, or Release itself where an environment has none. Trouble throws
/// <see cref="OutsideException"/>.
/// </summary>
public interface ISyncController
{
    /// <summary>
    /// Asks that a version be brought into the cluster; returns once asked, not once done. Argo CD: looks at git now
    /// (annotation <c>argocd.argoproj.io/refresh</c> on <c>app-config</c>). Called until it has succeeded once, and again
    /// after any trouble: repeated, it must do no harm.
    /// </summary>
    Task RequestSyncAsync(SyncRequest request, CancellationToken cancellationToken);

    /// <summary>The applications that run this image, as whatever syncs them sees it: those whose <c>repoName</c> annotation is its name.</summary>
    Task<IReadOnlyList<SyncedApplication>> FindAsync(Cell cell, CancellationToken cancellationToken);
}
