using Release.Core.Applications;
using Release.Core.Failures;

namespace Release.Core.Clusters;

/// <summary>
/// Brings a cluster to the state in git: Argo CD, or Release itself in an environment without Argo CD. Failures throw
/// <see cref="OutsideException"/>.
/// </summary>
public interface ISyncController
{
    /// <summary>
    /// Requests that a version be brought into the cluster, without waiting for it. Argo CD is told to read git now
    /// (annotation <c>argocd.argoproj.io/refresh</c> on <c>app-config</c>). Must be idempotent: it is called until it
    /// succeeds, and again after any failure.
    /// </summary>
    Task RequestSyncAsync(SyncRequest request, CancellationToken cancellationToken);

    /// <summary>The synced applications that run this image: those whose <c>repoName</c> annotation is its name.</summary>
    Task<IReadOnlyList<SyncedApplication>> FindAsync(Cell cell, CancellationToken cancellationToken);
}

/// <summary>The request to bring a version into a cell's cluster.</summary>
/// <param name="Cell">Which application where.</param>
/// <param name="Version">The version that git wants.</param>
/// <param name="ConfigCommit">The configuration repository's commit that carries it: 40 hexadecimal digits.</param>
/// <param name="Again">A person resumed the deployment after a failed sync: sync again even if nothing has changed.</param>
public sealed record SyncRequest(Cell Cell, ImageTag Version, string ConfigCommit, bool Again);

/// <summary>The cluster has nothing that runs this image; a person must act. The message says what to do.</summary>
public sealed class NothingToSyncException(string message) : Exception(message);
