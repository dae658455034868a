namespace Release.Core.Ports;

/// <summary>Whether GitHub answers, for pages to say so.</summary>
public interface ISourceHostStatus
{
    SourceHostStatus Current { get; }

    /// <summary>Raised when <see cref="Current"/> has become another; handlers only note it and return.</summary>
    event Action? Changed;
}
