using Release.Core.Applications;

namespace Release.Core.Storage;

/// <summary>Brings the pipeline's next pass over a cell forward, when a watch saw something change. A hint: losing it costs time, not correctness.</summary>
public interface IPassTrigger
{
    /// <summary>Does nothing where no deployment is under way. During a pass it has another one follow.</summary>
    Task TriggerAsync(Cell cell, CancellationToken cancellationToken);
}

/// <summary>
/// Asks for a pass over a cell after the row that says when it is due was committed. Only a hint: a sweep finds every
/// due row within a second, so what is lost here costs time, never correctness.
/// </summary>
public interface IPassRequests
{
    /// <summary>Does not wait for the pass, and does not throw.</summary>
    void Request(Cell cell, DateTimeOffset due);
}
