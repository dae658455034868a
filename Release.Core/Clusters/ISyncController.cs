using Release.Core.Applications;
using Release.Core.Failures;

namespace Release.Core.Clusters;

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

/// <summary>The wish to bring a version into a cell's cluster.</summary>
/// <param name="Cell">Which application where.</param>
/// <param name="Version">The version that git wants.</param>
/// <param name="ConfigCommit">The configuration repository's commit that carries it: 40 hexadecimal digits.</param>
/// <param name="Again">A sync failed before and a person resumed the deployment: try again even where nothing has changed since.</param>
public sealed record SyncRequest(Cell Cell, ImageTag Version, string ConfigCommit, bool Again);

/// <summary>There is nothing in the cluster that could be brought to the version; a person must act. The message says what to do.</summary>
public sealed class NothingToSyncException(string message) : Exception(message);
