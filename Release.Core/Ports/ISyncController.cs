using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Core.Ports;

/// <summary>What brings a cluster to what git says: Argo CD. Trouble throws <see cref="OutsideException"/>.</summary>
public interface ISyncController
{
    /// <summary>Asks it to look at git now (annotation <c>argocd.argoproj.io/refresh</c> on <c>app-config</c>). Harmless when repeated.</summary>
    Task RefreshAsync(EnvironmentName environment, CancellationToken cancellationToken);

    /// <summary>Asks it to look again at one cell's applications, for example to try a failed sync again.</summary>
    Task RefreshAsync(Cell cell, CancellationToken cancellationToken);

    /// <summary>The Argo CD applications that run this application's image: those whose <c>repoName</c> annotation is its name.</summary>
    Task<IReadOnlyList<SyncedApplication>> FindAsync(Cell cell, CancellationToken cancellationToken);
}
