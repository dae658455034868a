using Release.Core.Applications;
using Release.Core.Failures;

namespace Release.Core.Configuration;

/// <summary>
/// The configuration repository: the source of truth for which version is wanted where (contracts §4).
/// Transient failures (network, lock, a push race lost after all retries) throw <see cref="OutsideException"/>.
/// </summary>
public interface IConfigRepository
{
    /// <summary>Fetches, then reads every file of the configured environments.</summary>
    Task<ConfigSnapshot> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Fetches, then reads one file; null when there is none.</summary>
    Task<ImageTagFile?> ReadAsync(Cell cell, CancellationToken cancellationToken);

    /// <summary>
    /// Commits the edit on a branch, merges it and removes the branch. Idempotent: if the file already has the content,
    /// nothing is committed and the result is the last commit that touched the file. Concurrent edits share one fetch and one push.
    /// </summary>
    /// <exception cref="ConfigFileMissingException">The repository has no such file.</exception>
    Task<ConfigCommit> UpdateAsync(ConfigEdit edit, CancellationToken cancellationToken);

    /// <summary>Whether <paramref name="commit"/> is in the history of <paramref name="revision"/>; false for unknown ones.</summary>
    Task<bool> ContainsAsync(string revision, string commit, CancellationToken cancellationToken);
}

/// <summary>Reports new commits on the configuration repository's main branch, by us or by others.</summary>
public interface IConfigRepositoryChanges
{
    /// <summary>
    /// Raised with the new commit (40 hexadecimal digits) after our own push or a fetch with changes. Handlers run on the
    /// thread that raised it and must return at once.
    /// </summary>
    event Action<string>? Moved;
}

/// <summary>Recognises pushes to the configuration repository.</summary>
public interface IConfigRepositorySource
{
    /// <param name="fullName"><c>owner/name</c> on GitHub, in any case.</param>
    /// <param name="branch">The branch that was pushed.</param>
    bool IsFollowed(string fullName, string branch);
}

/// <summary>The configuration repository has no image-tag file for this cell.</summary>
public sealed class ConfigFileMissingException(Cell cell, string path)
    : Exception($"The configuration repository has no file {path}. Add it there, then deploy again.")
{
    public Cell Cell => cell;
}

/// <summary>
/// The image-tag file cannot be edited without changing more than was requested (a repeated key, several documents, a
/// nested value …). Retrying does not help: a person must fix the file.
/// </summary>
public sealed class ConfigFileRefusedException(Cell cell, string path, string why)
    : Exception($"The file {path} of the configuration repository was not changed: {why} Fix it by hand, then try again.")
{
    public Cell Cell => cell;
}
