using Release.Core.Applications;
using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.SmokeTests;
using Release.Tests.Support.Kubernetes;
using Release.Tests.Support.SmokeTests;

namespace Release.Tests.Integration.Clusters;

/// <summary>One run of smoke tests through the product's own adapters.</summary>
internal sealed class SmokeTestsUnderTest(ClusterUnderTest cluster, SmokeTestOptions options, string run = "run-1", ObservedRuns? runs = null, TimeProvider? time = null)
{
    /// <summary>More than the looks after which a log that cannot be read is given up.</summary>
    private const int Looks = 5;

    private readonly ObservedRuns _runs = runs ?? new ObservedRuns();

    private Cell Publisher { get; } = new(ApplicationName.Parse("publisher"), ClusterUnderTest.Environment);

    public Task<SmokeTestResult> RunAsync(CancellationToken cancellationToken)
    {
        new SmokeTestOptionsValidator().Validate(null, options).FailureMessage.ShouldBeNull();
        var placements = FakeCluster.ApplicationPlacements(new ClustersOptions());
        var clock = time ?? TimeProvider.System;
        var router = new SmokeTestRouter(
            [new JobSmokeTests(cluster.Clients, placements, _runs, clock), new WorkflowSmokeTests(cluster.Clients, placements, _runs, clock)], Fixed.Options(options));
        return router.RunAsync(Publisher, ImageTag.Parse("v2"), run, cancellationToken);
    }

    public Task<SmokeTestResult> RunAnewAsync(CancellationToken cancellationToken) => Anew().RunAsync(cancellationToken);

    /// <summary>The result of tests that have ended.</summary>
    public async Task<SmokeTestResult> EndAsync(CancellationToken cancellationToken)
    {
        var result = await RunAsync(cancellationToken);
        for (var look = 1; look < Looks && result.Outcome == SmokeTestOutcome.Running; look++)
        {
            result = await RunAsync(cancellationToken);
        }

        return result;
    }

    /// <summary>As a process that has just started.</summary>
    public SmokeTestsUnderTest Anew(string? other = null) => new(cluster, options, other ?? run, time: time);

    /// <summary>The same, a while later.</summary>
    public SmokeTestsUnderTest Later(TimeSpan by) => new(cluster, options, run, _runs, new FakeTimeProvider(TimeProvider.System.GetUtcNow() + by));
}
