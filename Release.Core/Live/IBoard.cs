using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Core.Live;

/// <summary>The board in memory, kept true by the event log and the clusters' watches. Reading costs no query.</summary>
public interface IBoard
{
    BoardSnapshot Current { get; }

    BoardRow? Find(ApplicationName name);

    /// <summary>The present and, atomically with it, all that follows. Dispose to end.</summary>
    IBoardSubscription Subscribe();
}
