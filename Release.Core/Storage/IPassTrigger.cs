using Release.Core.Applications;

namespace Release.Core.Storage;

/// <summary>Brings the pipeline's next pass over a cell forward after a watch saw a change. A lost trigger only delays the pass.</summary>
public interface IPassTrigger
{
    /// <summary>Does nothing when no deployment is under way. During a pass it causes another one to follow.</summary>
    Task TriggerAsync(Cell cell, CancellationToken cancellationToken);
}

/// <summary>
/// Requests a pass over a cell after its due time was committed. A lost request only delays the pass: a sweep finds every
/// due row within a second.
/// </summary>
public interface IPassRequests
{
    /// <summary>Does not wait for the pass, and does not throw.</summary>
    void Request(Cell cell, DateTimeOffset due);
}
