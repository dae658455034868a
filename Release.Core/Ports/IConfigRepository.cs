using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Core.Ports;

/// <summary>
/// The configuration repository: the source of truth for which version is wanted where (contracts §4).
/// Transient trouble (network, lock, lost push race past its retries) throws <see cref="OutsideException"/>.
/// </summary>
public interface IConfigRepository
{
    /// <summary>Fetches, then reads every file of the configured environments.</summary>
    Task<ConfigSnapshot> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Fetches, then reads one file; null when there is none.</summary>
    Task<ImageTagFile?> ReadAsync(Cell cell, CancellationToken cancellationToken);

    /// <summary>
    /// Branch, commit, merge, no branch left. Idempotent: where the file already says so nothing is committed, and the
    /// answer is the last commit that touched the file. Edits of many callers share one fetch and one push.
    /// </summary>
    /// <exception cref="ConfigFileMissingException">The repository has no such file.</exception>
    Task<ConfigCommit> UpdateAsync(ConfigEdit edit, CancellationToken cancellationToken);

    /// <summary>Whether <paramref name="revision"/> has <paramref name="commit"/> in its history; false for unknown ones.</summary>
    Task<bool> ContainsAsync(string revision, string commit, CancellationToken cancellationToken);
}
