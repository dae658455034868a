using Release.Sandbox.Faults;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.GitHub.Actions;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.OAuth;
using Release.Sandbox.GitHub.Runs;
using Release.Sandbox.GitHub.Webhooks;
using Release.Sandbox.Hosting;
using Release.Sandbox.Registry;

namespace Release.Sandbox.GitHub.Server;

/// <summary>What GitHub does beside keeping repositories: runs workflows, sends webhooks, signs people in.</summary>
internal sealed class GitHubServices : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly WebhookSender _sender;
    private Task _sending = Task.CompletedTask;

    /// <param name="address">GitHub's own base address, once it listens.</param>
    public GitHubServices(GitHubServicesSetup setup, Func<Uri> address, ILoggerFactory loggers, TimeProvider time)
    {
        var logger = loggers.CreateLogger<GitHubServices>();
        var files = setup.Files;
        Faults = new ServiceFaults("github", "GitHub", new GitHubFaultAnswers(), time);
        WebhookSecret = SecretFile.LoadOrCreate(files.WebhookSecret);
        Client = OAuthClient.Load(files.OAuthSecret);
        _sender = new WebhookSender(
            new WebhookSetup
            {
                Release = setup.Release,
                Secret = WebhookSecret,
                OrganizationId = Json.UserJson.OrganisationId,
                Faults = Faults,
                Ledger = new WebhookLedger(files.WebhookDeliveries, logger),
            },
            time,
            logger);
        var payloads = new WebhookPayloads(setup.State, address);
        var audience = new WebhookAudience(_sender, payloads, setup.Registry, time, logger);
        setup.State.Repositories.Changed += change => _ = audience.TellPushedAsync(change);
        var runs = new WorkflowRuns(files.WorkflowRuns, logger);
        Runner = new WorkflowRunner(
            new RunnerSetup
            {
                Runs = runs,
                Images = setup.Images,
                Faults = setup.Misbehaviours,
                Release = setup.Release,
                Audience = audience,
                BuildTime = TimeSpan.FromSeconds(setup.Options.BuildSeconds),
            },
            time,
            logger);
        Merges = new MergeFlow(
            new MergeSetup
            {
                GitHub = setup.State,
                Faults = Faults,
                Configuration = setup.Configuration,
                Versions = setup.Versions,
                Runner = Runner,
                Audience = audience,
                Release = setup.Release,
                FirstEnvironment = setup.Options.Environments[0],
            },
            time);
        Routes =
        [
            new ActionsRoutes(runs, Runner, setup.Options.Environments, time),
            new HookRoutes(_sender, payloads, time),
            new OAuthRoutes(new OAuthApi(Client, new AuthorizationCodes(time), setup.State.Tokens, setup.State.Memberships)),
        ];
    }

    public ServiceFaults Faults { get; }

    /// <summary>With which webhooks are signed.</summary>
    public string WebhookSecret { get; }

    public OAuthClient Client { get; }

    private WorkflowRunner Runner { get; }

    public MergeFlow Merges { get; }

    /// <summary>What GitHub answers beside what its repositories do.</summary>
    public IReadOnlyList<IGitHubRoutes> Routes { get; }

    /// <summary>The last ones, oldest first.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries => _sender.Deliveries;

    public Task<WebhookDelivery> RedeliverAsync(WebhookDelivery delivery) => _sender.RedeliverAsync(delivery);

    /// <summary>Goes on with what a kill interrupted, and begins to send.</summary>
    /// <param name="server">GitHub's own, which can go away.</param>
    public void Start(SandboxServer server)
    {
        Faults.Attach(server);
        _sending = Task.Run(() => _sender.RunAsync(_stop.Token));
        Runner.Resume();
    }

    public async ValueTask DisposeAsync()
    {
        await Runner.DisposeAsync();
        await _stop.CancelAsync();
        await _sending;
        _sender.Dispose();
        _stop.Dispose();
        Faults.Dispose();
    }
}

/// <summary>What GitHub's services work with.</summary>
internal sealed record GitHubServicesSetup
{
    public required SandboxOptions Options { get; init; }

    public required SandboxFiles Files { get; init; }

    public required GitHubState State { get; init; }

    public required ConfigRepository Configuration { get; init; }

    public required VersionMint Versions { get; init; }

    public required ImageCatalogue Images { get; init; }

    /// <summary>Where images are.</summary>
    public required Uri Registry { get; init; }

    public required FaultBook Misbehaviours { get; init; }

    public required ReleaseConnection Release { get; init; }
}
