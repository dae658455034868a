using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Failures;
using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Connection;

namespace Release.Integrations.SmokeTests;

/// <summary>Chooses the runner of a cell's smoke tests for each run, so that a changed setting applies from the next run on.</summary>
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
            // The settings were changed while Release runs and are now invalid.
            return new SmokeTestResult(SmokeTestOutcome.CouldNotRun, exception.Message);
        }
        catch (SmokeTestSetupException exception)
        {
            return new SmokeTestResult(SmokeTestOutcome.CouldNotRun, exception.Message);
        }
        catch (KubernetesConflictException exception)
        {
            throw new OutsideException($"The smoke tests of {cell} could not be checked because something changed at the same time: {exception.Message}", FailureKind.Network, exception);
        }
    }
}

/// <summary>Runs smoke tests of one kind; see <see cref="ISmokeTests"/>.</summary>
internal interface ISmokeTestRunner
{
    SmokeTestKind Kind { get; }

    /// <exception cref="SmokeTestSetupException">The tests cannot be started with these settings.</exception>
    /// <exception cref="OutsideException">The cluster cannot be reached or refuses.</exception>
    Task<SmokeTestResult> RunAsync(Cell cell, ImageTag version, string run, SmokeTestSettings settings, CancellationToken cancellationToken);
}

/// <summary>The tests cannot be started with these settings; the message says what to change.</summary>
internal sealed class SmokeTestSetupException(string message, Exception? innerException = null) : Exception(message, innerException);
