using Release.Core.Applications;
using Release.Core.Failures;

namespace Release.Core.Configuration;

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

/// <summary>Says when the configuration repository's main branch is seen to have moved, by us or by others.</summary>
public interface IConfigRepositoryChanges
{
    /// <summary>
    /// Raised with the new commit (40 hexadecimal digits) after an own push or a fetch that brought something. Handlers
    /// run on the thread that saw it, so they only note it and return.
    /// </summary>
    event Action<string>? Moved;
}

/// <summary>Where the configuration repository is, for those who hear of a push there.</summary>
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
/// The image-tag file is built in a way that cannot be edited without touching more than what was asked for (a key
/// twice, several documents, a nested value …). Trying again does not help: a person mends the file.
/// </summary>
public sealed class ConfigFileRefusedException(Cell cell, string path, string why)
    : Exception($"The file {path} of the configuration repository was not changed: {why} Mend it by hand, then try again.")
{
    public Cell Cell => cell;
}
