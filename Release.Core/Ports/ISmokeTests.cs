using Release.Core.Applications;

namespace Release.Core.Ports;

/// <summary>
/// Runs an application's smoke tests in an environment. Called again and again with the same run identity until it
/// says something final: beginning is idempotent. It never waits for the tests.
/// </summary>
public interface ISmokeTests
{
    /// <param name="cell">Which application where.</param>
    /// <param name="version">The version that must answer.</param>
    /// <param name="run">Opaque identity of this run; a new one begins a new run.</param>
    /// <param name="cancellationToken">Ends the call, not the tests.</param>
    Task<SmokeTestResult> RunAsync(Cell cell, ImageTag version, string run, CancellationToken cancellationToken);
}
