using Release.Core.Applications;

namespace Release.Core.Live;

/// <summary>Something about a cell that has been so for long enough to be recorded.</summary>
/// <param name="Since">Since when it has been seen.</param>
public abstract record LastingChange(Cell Cell, DateTimeOffset Since)
{
    /// <summary>The truths differ, or (null) agree again.</summary>
    public sealed record Drift(Cell Cell, DriftFinding? Finding, DateTimeOffset Since) : LastingChange(Cell, Since);

    /// <summary>The pods have settled on a version that was not noted before.</summary>
    public sealed record Version(Cell Cell, ImageTag Running, DateTimeOffset Since) : LastingChange(Cell, Since);
}
