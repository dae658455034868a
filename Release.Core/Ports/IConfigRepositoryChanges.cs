namespace Release.Core.Ports;

/// <summary>Says when the configuration repository's main branch is seen to have moved, by us or by others.</summary>
public interface IConfigRepositoryChanges
{
    /// <summary>
    /// Raised with the new commit (40 hexadecimal digits) after an own push or a fetch that brought something. Handlers
    /// run on the thread that saw it, so they only note it and return.
    /// </summary>
    event Action<string>? Moved;
}
