using Release.Core.Applications;

namespace Release.Core.Ports;

/// <summary>Brings the pipeline's next pass over a cell forward, when a watch saw something change. A hint: losing it costs time, not correctness.</summary>
public interface IWakeUps
{
    /// <summary>Does nothing where no deployment is under way. During a pass it has another one follow.</summary>
    Task NudgeAsync(Cell cell, CancellationToken cancellationToken);
}
