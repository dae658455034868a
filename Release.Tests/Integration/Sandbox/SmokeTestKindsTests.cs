using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Pipeline;
using Release.Integrations.Clusters;
using Release.Integrations.SmokeTests;
using Release.Sandbox.Faults;
using Release.Sandbox.Settings;
using EnvironmentName = Release.Core.Environments.EnvironmentName;

namespace Release.Tests.Integration.Sandbox;

/// <summary>
/// Every kind of smoke tests through the product's own adapters, over the wire, with tests that pass, fail, cannot run, are
/// flaky and never end. The clock moves only where a test moves it.
/// </summary>
public sealed class SmokeTestKindsTests : IAsyncLifetime
{
    private const string Workflows = "/apis/argoproj.io/v1alpha1/namespaces/apps/workflows";
    private const string Call = "> playwright test --grep @app-publisher";
    private const string DeadlineSeconds = "300";

    private static readonly ImageTag Version = ImageTag.Parse("v1366");
    private static readonly Cell Publisher = new(ApplicationName.Parse("publisher"), EnvironmentName.Parse("integration"));

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private SandboxUnderTest _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await SandboxUnderTest.StartAsync(time: _time);

    [Theory]
    [InlineData("Http")]
    [InlineData("Job")]
    [InlineData("Workflow")]
    public async Task Tests_that_pass(string kind)
    {
        await using var product = Product(kind);

        var result = await EndAsync(product, kind, "run-1");

        (result.Outcome, result.Message, result.FailingLine).ShouldBe((SmokeTestOutcome.Passed, "The smoke tests passed", null));
        result.Output.ShouldStartWith(Call);
        result.Output.ShouldContain("publisher v1366");
        result.Output.TrimEnd().ShouldEndWith("3 passed");
    }

    [Theory]
    [InlineData("Http", "The smoke tests failed (status 500)")]
    [InlineData("Job", "The smoke tests failed (exit code 1)")]
    [InlineData("Workflow", "The smoke tests failed (exit code 1 in playwright)")]
    public async Task Tests_that_fail(string kind, string message)
    {
        await MisbehaveAsync(Misbehaviour.FailingSmokeTest);
        await using var product = Product(kind);

        var result = await EndAsync(product, kind, "run-1");

        (result.Outcome, result.Message).ShouldBe((SmokeTestOutcome.Failed, message));
        FailingLine(result).ShouldBe("Error: expect(locator).toHaveText(expected) failed: expected \"Welcome\", received \"Sorry, we're experiencing technical difficulties\"");
        result.Output.TrimEnd().ShouldEndWith("1 failed\n  2 passed");
    }

    [Theory]
    [InlineData("Http", "Nothing answered for the application (status 503)")]
    [InlineData("Job", "The smoke tests ended with exit code 2")]
    [InlineData("Workflow", "The smoke tests could not run: playwright ended with exit code 2: main: Error (exit code 2)")]
    public async Task Tests_that_cannot_run(string kind, string message)
    {
        await MisbehaveAsync(Misbehaviour.BrokenSmokeTest);
        await using var product = Product(kind);

        var result = await EndAsync(product, kind, "run-1");

        (result.Outcome, result.Message).ShouldBe((SmokeTestOutcome.CouldNotRun, message));
        FailingLine(result).ShouldStartWith("Error: browserType.launch: Executable doesn't exist");
    }

    [Theory]
    [InlineData("Http")]
    [InlineData("Job")]
    [InlineData("Workflow")]
    public async Task Flaky_tests_fail_for_good_in_their_run_and_pass_in_the_next(string kind)
    {
        await MisbehaveAsync(Misbehaviour.FlakySmokeTest);
        await using var product = Product(kind);

        var first = await EndAsync(product, kind, "run-1");
        var again = await RunAsync(product, "run-1");
        var second = await EndAsync(product, kind, "run-2");

        (first.Outcome, again.Outcome, second.Outcome).ShouldBe((SmokeTestOutcome.Failed, SmokeTestOutcome.Failed, SmokeTestOutcome.Passed));
        first.Message.ShouldStartWith("The smoke tests failed (");
        FailingLine(first).ShouldStartWith("Error: expect(locator)");
        second.Message.ShouldBe("The smoke tests passed");
    }

    [Theory]
    [InlineData("Http", "The smoke tests did not end within 300 seconds", "Running 3 tests using 1 worker")]
    [InlineData("Job", "The smoke tests did not end within 300 seconds and were stopped. Their output could only be read in part: their pod is gone", Call)]
    [InlineData("Workflow", "The smoke tests did not end within 300 seconds and were stopped. Their output could only be read in part: the workflow has no pods", Call)]
    public async Task Tests_that_never_end_are_given_up_at_the_deadline(string kind, string message, string output)
    {
        await MisbehaveAsync(Misbehaviour.EndlessSmokeTest);
        await using var product = Product(kind);
        (await RunAsync(product, "run-1")).Outcome.ShouldBe(SmokeTestOutcome.Running);
        await UntilAsync(kind, "run-1", IsRunning);

        var before = await RunAsync(product, "run-1");
        _time.Advance(TimeSpan.FromMinutes(5));
        var result = await EndAsync(product, kind, "run-1");
        var again = await RunAsync(product, "run-1");

        (before.Outcome, before.Output.TrimEnd()).ShouldBe((SmokeTestOutcome.Running, output));
        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldStartWith(message);
        FailingLine(result).ShouldBe(output, "the last that they wrote");
        (again.Outcome, again.Message).ShouldBe((result.Outcome, result.Message));
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    private Task MisbehaveAsync(Misbehaviour misbehaviour) =>
        _sandbox.World.Faults.SetAsync(new MisbehaviourRule("publisher", misbehaviour, Version.Value), _sandbox.Cancelled);

    /// <summary>As the product registers its adapters, with what a person would configure.</summary>
    private ServiceProvider Product(string kind)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Release:Clusters:Kubeconfig"] = _sandbox.World.KubeconfigPath,
            ["Release:SmokeTests:Kind"] = kind,
            ["Release:SmokeTests:UrlTemplate"] = "{base}/services/{namespace}/{application}/smoke-test?run={run}",
            ["Release:SmokeTests:BaseAddresses:integration"] = _sandbox.World.Endpoints.Services["integration"].ToString(),
            ["Release:SmokeTests:DeadlineSeconds"] = DeadlineSeconds,
            ["Release:SmokeTests:Job:Image"] = SandboxSmokeTests.Image,
            ["Release:SmokeTests:Job:DeadlineSeconds"] = DeadlineSeconds,
            ["Release:SmokeTests:Workflow:Template"] = SandboxSmokeTests.WorkflowTemplate,
            ["Release:SmokeTests:Workflow:DeadlineSeconds"] = DeadlineSeconds,
        }).Build();
        return new ServiceCollection().AddLogging()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton(new EnvironmentOrder([new DeploymentEnvironment(Publisher.Environment)]))
            .AddReleaseClusters(configuration).AddReleaseSmokeTests(configuration)
            .BuildServiceProvider();
    }

    private Task<SmokeTestResult> RunAsync(ServiceProvider product, string run) =>
        product.GetRequiredService<ISmokeTests>().RunAsync(Publisher, Version, run, _sandbox.Cancelled);

    /// <summary>Asks again whenever the cluster says that the run has ended.</summary>
    private async Task<SmokeTestResult> EndAsync(ServiceProvider product, string kind, string run)
    {
        var result = await RunAsync(product, run);
        while (result.Outcome == SmokeTestOutcome.Running)
        {
            await UntilAsync(kind, run, HasEnded);
            result = await RunAsync(product, run);
        }

        return result;
    }

    /// <summary>What runs behind an address has no object to watch, and answers at once.</summary>
    private async Task UntilAsync(string kind, string run, Func<JsonNode, bool> wanted)
    {
        if (kind != "Http")
        {
            await _sandbox.WatchUntilAsync(kind == "Job" ? Paths.Jobs : Workflows, $"labelSelector=release.dev/run%3D{run}", wanted);
        }
    }

    /// <summary>A Job says how it ended in conditions, a Workflow when.</summary>
    private static bool HasEnded(JsonNode item) =>
        item["status"]?["finishedAt"] is not null
        || (item["status"]?["conditions"] as JsonArray ?? []).Any(condition => condition!["type"].Text() is "Complete" or "Failed" && condition["status"].Text() == "True");

    /// <summary>A Job counts its ready pods; a Workflow's node has the phase of its pod.</summary>
    private static bool IsRunning(JsonNode item) =>
        item["status"]?["ready"].Text() == "1"
        || (item["status"]?["nodes"] as JsonObject ?? []).Any(node => node.Value!["type"].Text() == "Pod" && node.Value["phase"].Text() == "Running");

    private static string FailingLine(SmokeTestResult result) => result.Output.Split('\n')[result.FailingLine.ShouldNotBeNull()].Trim();
}
