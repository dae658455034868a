using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Core.Notifications;
using Release.Core.Pipeline;
using Release.Core.Storage;
using Release.Integrations.Clusters;
using Release.Integrations.Slack;
using Release.Integrations.SmokeTests;
using Release.Sandbox.Faults;
using Release.Sandbox.Settings;
using Release.Sandbox.World;
using Release.Tests.Support;
using EnvironmentName = Release.Core.Environments.EnvironmentName;

namespace Release.Tests.Integration.Kubernetes;

/// <summary>The adapters against the imitated clusters, over the wire.</summary>
public sealed class SandboxTests : IAsyncLifetime, IPassTrigger
{
    private static readonly EnvironmentName Integration = EnvironmentName.Parse("integration");
    private static readonly Cell Publisher = new(ApplicationName.Parse("publisher"), Integration);
    private static readonly Cell Frontend = new(ApplicationName.Parse("frontend"), Integration);

    private readonly TemporaryDirectory _directory = new();
    private readonly SemaphoreSlim _nudged = new(0);
    private SandboxWorld _world = null!;
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await SandboxWorld.StartAsync(
            new SandboxOptions { Directory = _directory.Path, RolloutSeconds = 0, SmokeTestSeconds = 0, Environments = ["integration"], ProgressDeadlineSeconds = 2 },
            NullLoggerFactory.Instance, TimeProvider.System, TestContext.Current.CancellationToken);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Release:Clusters:Kubeconfig"] = _world.KubeconfigPath,
            ["Release:SmokeTests:UrlTemplate"] = "{base}/services/{namespace}/{application}/smoke-test?run={run}",
            ["Release:SmokeTests:BaseAddresses:integration"] = _world.Endpoints.Services["integration"].ToString(),
            ["Release:Slack:WebhookUrl"] = new Uri(_world.Endpoints.Slack, "services/T0/B0/x").ToString(),
        }).Build();
        _services = new ServiceCollection().AddLogging()
            .AddSingleton(new EnvironmentOrder([new DeploymentEnvironment(Integration)]))
            .AddSingleton<IPassTrigger>(this)
            .AddReleaseClusters(configuration).AddReleaseSmokeTests(configuration).AddReleaseSlack(configuration)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_commit_and_a_refresh_bring_the_version_to_the_pods_and_all_truths_follow()
    {
        await UntilAsync(() => Live(Frontend) is { WantedPods: > 0 } live && live.ReadyPods == live.WantedPods);
        CommitVersion("frontend", "v4711");
        await Sync.RequestSyncAsync(new SyncRequest(Frontend, ImageTag.Parse("v4711"), "0123456789012345678901234567890123456789", Again: false), TestContext.Current.CancellationToken);

        await UntilAsync(() => Live(Frontend) is { SyncedVersion.Value: "v4711", SyncStatus.State: SyncStatus.Synced, HealthStatus.State: HealthStatus.Healthy } live
            && live.RunningVersions is [{ Value: "v4711" }] && live.ReadyPods == live.WantedPods);

        var applications = await Sync.FindAsync(Frontend, TestContext.Current.CancellationToken);
        applications.Select(application => application.Name).ShouldBe(["draft-frontend", "frontend"]);
        applications.ShouldAllBe(application => application.Operation!.Phase.State == OperationPhase.Succeeded && application.AssessedAt != null && application.Revision != null);
        var workload = await Workloads.FindAsync(Frontend, TestContext.Current.CancellationToken);
        workload.Rollouts.ShouldAllBe(rollout => rollout.IsComplete && rollout.Tag!.Value == "v4711");
        workload.RunningVersions.Select(version => version.Value).ShouldBe(["v4711"]);
        _services.GetRequiredService<IClusterState>().Connection(Integration).Connected.ShouldBeTrue();

        var smokeTests = _services.GetRequiredService<ISmokeTests>();
        (await smokeTests.RunAsync(Frontend, ImageTag.Parse("v4711"), "run", TestContext.Current.CancellationToken)).Outcome.ShouldBe(SmokeTestOutcome.Passed);
        (await smokeTests.RunAsync(Frontend, ImageTag.Parse("v1"), "run", TestContext.Current.CancellationToken)).Message.ShouldBe("Version v4711 answered instead of v1");
    }

    [Theory]
    [InlineData(Misbehaviour.CrashLoop, "CrashLoopBackOff", "exit code 1")]
    [InlineData(Misbehaviour.ImageMissing, "ErrImagePull ImagePullBackOff", "cannot be pulled")]
    public async Task A_version_that_does_not_start_is_seen_with_its_reason(Misbehaviour misbehaviour, string reasons, string words)
    {
        await UntilAsync(() => Live(Publisher) is { ReadyPods: > 0 });
        await _world.Faults.SetAsync(new MisbehaviourRule("publisher", misbehaviour, "v4711"), TestContext.Current.CancellationToken);
        CommitVersion("publisher", "v4711");
        await Sync.RequestSyncAsync(new SyncRequest(Publisher, ImageTag.Parse("v4711"), "0123456789012345678901234567890123456789", Again: false), TestContext.Current.CancellationToken);

        PodStatus? broken = null;
        await UntilAsync(async () =>
            (broken = (await Workloads.FindAsync(Publisher, TestContext.Current.CancellationToken)).Pods.FirstOrDefault(pod => pod.Problem is { IsFatal: true })) is not null);
        broken!.Tag!.Value.ShouldBe("v4711");
        reasons.Split(' ').ShouldContain(broken.Problem!.Reason);
        broken.Problem.Message.ShouldContain(words);
        if (misbehaviour == Misbehaviour.CrashLoop)
        {
            (await Workloads.PodLogAsync(Integration, broken.Namespace, broken.Name, previous: true, 60, TestContext.Current.CancellationToken)).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task A_migration_that_fails_is_seen_with_its_log_and_a_failing_smoke_test_with_its_line()
    {
        await UntilAsync(() => Live(Publisher) is { ReadyPods: > 0 });
        await _world.Faults.SetAsync(new MisbehaviourRule("publisher", Misbehaviour.FailingMigration, "v4711"), TestContext.Current.CancellationToken);
        await _world.Faults.SetAsync(new MisbehaviourRule("publisher", Misbehaviour.FailingSmokeTest), TestContext.Current.CancellationToken);
        var before = Live(Publisher)!.RunningVersions.Single();
        CommitVersion("publisher", "v4711");
        await Sync.RequestSyncAsync(new SyncRequest(Publisher, ImageTag.Parse("v4711"), "0123456789012345678901234567890123456789", Again: false), TestContext.Current.CancellationToken);

        SyncedResource? culprit = null;
        await UntilAsync(async () =>
            (culprit = (await Sync.FindAsync(Publisher, TestContext.Current.CancellationToken)).Select(application => application.Operation)
                .FirstOrDefault(operation => operation is { Phase.State: OperationPhase.Failed })?.Resources.FirstOrDefault(resource => resource.HasFailed)) is not null);
        culprit!.Kind.ShouldBe("Job");
        (await Workloads.JobLogAsync(Integration, culprit.Namespace, culprit.Name, 60, TestContext.Current.CancellationToken)).ShouldNotBeEmpty();

        var smokeTests = await _services.GetRequiredService<ISmokeTests>().RunAsync(Publisher, before, "run", TestContext.Current.CancellationToken);
        smokeTests.Outcome.ShouldBe(SmokeTestOutcome.Failed);
        smokeTests.Output.Split('\n')[smokeTests.FailingLine!.Value].ShouldContain("Error: expect(locator)");
    }

    [Fact]
    public async Task Slack_takes_the_message()
    {
        var notification = new Notification("key", Guid.Empty, Publisher, ImageTag.Parse("v2"), StepName.Rollout, FailureKind.Application, "it broke");
        await _services.GetRequiredService<INotifier>().SendAsync(notification, TestContext.Current.CancellationToken);

        var message = _world.SlackMessages.ShouldHaveSingleItem();
        message.Channel.ShouldBe("#govuk-deploy-alerts");
        message.Text.ShouldContain("publisher v2 failed in integration");
    }

    Task IPassTrigger.TriggerAsync(Cell cell, CancellationToken cancellationToken)
    {
        _nudged.Release();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        await _world.DisposeAsync();
        _nudged.Dispose();
        _directory.Dispose();
    }

    private ISyncController Sync => _services.GetRequiredService<ISyncController>();

    private IWorkloads Workloads => _services.GetRequiredService<IWorkloads>();

    private LiveCell? Live(Cell cell) => _services.GetRequiredService<IClusterState>().Find(cell);

    private Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <summary>Looks again whenever a watch saw something.</summary>
    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await _nudged.WaitAsync(limit.Token);
        }
    }

    /// <summary>As anybody would: clone, change the file, commit, push.</summary>
    private void CommitVersion(string application, string version)
    {
        var clone = Path.Combine(_directory.Path, "clone-" + Guid.NewGuid().ToString("N"));
        Git("clone", "--quiet", _world.ConfigRepositoryPath, clone);
        var file = Path.Combine(clone, "charts", "app-config", "image-tags", "integration", application);
        File.WriteAllLines(file, File.ReadAllLines(file).Select(line => line.StartsWith("image_tag:", StringComparison.Ordinal) ? $"image_tag: {version}" : line));
        Git("-C", clone, "-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "--quiet", "-am", "Change the version");
        Git("-C", clone, "push", "--quiet", "origin", "HEAD:main");
    }

    private static void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        git.ExitCode.ShouldBe(0, error);
    }
}
