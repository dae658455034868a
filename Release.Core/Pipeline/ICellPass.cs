using Release.Core.Applications;

namespace Release.Core.Pipeline;

/// <summary>What a wake-up does: work on one cell until it has to wait. Never run twice at once for the same cell.</summary>
public interface ICellPass
{
    Task AdvanceAsync(Cell cell, CancellationToken cancellationToken);
}
