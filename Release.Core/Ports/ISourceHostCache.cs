using Release.Core.Changes;

namespace Release.Core.Ports;

/// <summary>What is remembered of GitHub for some seconds, for those who hear of a change before it is asked for again: a push, a tag.</summary>
public interface ISourceHostCache
{
    /// <summary>The next question about this repository goes to GitHub.</summary>
    void Forget(SourceRepository repository);
}
