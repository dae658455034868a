using Release.Core.Applications;

namespace Release.Core.Ports;

/// <summary>
/// Asks for a pass over a cell after the row that says when it is due was committed. Only a hint: a sweep finds every
/// due row within a second, so what is lost here costs time, never correctness.
/// </summary>
public interface IPassRequests
{
    /// <summary>Does not wait for the pass, and does not throw.</summary>
    void Request(Cell cell, DateTimeOffset due);
}
