using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Failures;
using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Connection;

namespace Release.Integrations.SmokeTests;

/// <summary>Picks who runs a cell's smoke tests, each time anew, so that a changed setting counts from the next run on.</summary>
internal sealed class SmokeTestRouter(IEnumerable<ISmokeTestRunner> runners, IOptionsMonitor<SmokeTestOptions> options) : ISmokeTests
{
    private readonly Dictionary<SmokeTestKind, ISmokeTestRunner> _runners = runners.ToDictionary(runner => runner.Kind);

    public async Task<SmokeTestResult> RunAsync(Cell cell, ImageTag version, string run, CancellationToken cancellationToken)
    {
        try
        {
            var settings = SmokeTestSettings.Of(options.CurrentValue, cell.Application, cell.Environment);
            return _runners.TryGetValue(settings.Kind, out var runner)
                ? await runner.RunAsync(cell, version, run, settings, cancellationToken)
                : new SmokeTestResult(SmokeTestOutcome.Passed, $"No smoke tests are set up for {cell.Application} in {cell.Environment}");
        }
        catch (OptionsValidationException exception)
        {
            // The file was changed while Release runs, and not for the better.
            return new SmokeTestResult(SmokeTestOutcome.CouldNotRun, exception.Message);
        }
        catch (SmokeTestSetupException exception)
        {
            return new SmokeTestResult(SmokeTestOutcome.CouldNotRun, exception.Message);
        }
        catch (KubernetesConflictException exception)
        {
            throw new OutsideException($"Something changed while the smoke tests of {cell} were looked at: {exception.Message}", FailureKind.Network, exception);
        }
    }
}

/// <summary>Runs smoke tests of one kind; see <see cref="ISmokeTests"/>.</summary>
internal interface ISmokeTestRunner
{
    SmokeTestKind Kind { get; }

    /// <exception cref="SmokeTestSetupException">It cannot be begun as it is set up.</exception>
    /// <exception cref="OutsideException">The cluster cannot be reached or refuses.</exception>
    Task<SmokeTestResult> RunAsync(Cell cell, ImageTag version, string run, SmokeTestSettings settings, CancellationToken cancellationToken);
}

/// <summary>The tests cannot be begun as they are set up; the message says what to change.</summary>
internal sealed class SmokeTestSetupException(string message, Exception? innerException = null) : Exception(message, innerException);
