using Release.Core.Applications;
using Release.Core.Failures;
using Release.Core.Pipeline;

namespace Release.Integrations.SmokeTests;

/// <summary>Runs smoke tests of one kind; see <see cref="ISmokeTests"/>.</summary>
internal interface ISmokeTestRunner
{
    SmokeTestKind Kind { get; }

    /// <exception cref="SmokeTestSetupException">It cannot be begun as it is set up.</exception>
    /// <exception cref="OutsideException">The cluster cannot be reached or refuses.</exception>
    Task<SmokeTestResult> RunAsync(Cell cell, ImageTag version, string run, SmokeTestSettings settings, CancellationToken cancellationToken);
}
