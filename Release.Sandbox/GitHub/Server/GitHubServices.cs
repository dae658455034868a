using Release.Sandbox.Faults;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.GitHub.Actions;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.OAuth;
using Release.Sandbox.GitHub.Runs;
using Release.Sandbox.GitHub.Webhooks;
using Release.Sandbox.Hosting;
using Release.Sandbox.Registry;
using Release.Sandbox.Settings;

namespace Release.Sandbox.GitHub.Server;

/// <summary>GitHub's services: workflow runs, webhooks and sign-in.</summary>
internal sealed class GitHubServices : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly WebhookSender _sender;
    private Task _sending = Task.CompletedTask;

    /// <param name="address">GitHub's base address, available once it listens.</param>
    public GitHubServices(GitHubServicesSetup setup, Func<Uri> address, ILoggerFactory loggers, TimeProvider time)
    {
        var logger = loggers.CreateLogger<GitHubServices>();
        var files = setup.Files;
        Faults = new ServiceFaults("github", "GitHub", new GitHubFaultResponses(), time);
        WebhookSecret = SecretFile.LoadOrCreate(files.WebhookSecret);
        Client = OAuthClient.Load(files.OAuthSecret);
        _sender = new WebhookSender(
            new WebhookSetup
            {
                Release = setup.Release,
                Secret = WebhookSecret,
                OrganizationId = Json.UserJson.OrganisationId,
                Faults = Faults,
                Log = new WebhookDeliveryLog(files.WebhookDeliveries, logger),
            },
            time,
            logger);
        var payloads = new WebhookPayloads(setup.State, address);
        var webhooks = new WebhookEvents(_sender, payloads, setup.Registry, time, logger);
        setup.State.Repositories.Changed += change => _ = webhooks.SendPushAsync(change);
        var runs = new WorkflowRuns(files.WorkflowRuns, logger);
        Runner = new WorkflowRunner(
            new WorkflowRunnerSetup
            {
                Runs = runs,
                Images = setup.Images,
                Faults = setup.Misbehaviours,
                Release = setup.Release,
                Webhooks = webhooks,
                BuildTime = TimeSpan.FromSeconds(setup.Options.BuildSeconds),
            },
            time,
            logger);
        Merges = new MergePipeline(
            new MergePipelineSetup
            {
                GitHub = setup.State,
                Faults = Faults,
                Configuration = setup.Configuration,
                Versions = setup.Versions,
                Runner = Runner,
                Webhooks = webhooks,
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

    /// <summary>The key that signs webhooks.</summary>
    public string WebhookSecret { get; }

    public OAuthClient Client { get; }

    private WorkflowRunner Runner { get; }

    public MergePipeline Merges { get; }

    /// <summary>The routes of these services.</summary>
    public IReadOnlyList<IGitHubRoutes> Routes { get; }

    /// <summary>The latest deliveries, oldest first.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries => _sender.Deliveries;

    public Task<WebhookDelivery> RedeliverAsync(WebhookDelivery delivery) => _sender.RedeliverAsync(delivery);

    /// <summary>Starts sending webhooks, and continues runs that a kill interrupted.</summary>
    /// <param name="server">GitHub's server, to which the faults apply.</param>
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

/// <summary>The parts that GitHub's services need.</summary>
internal sealed record GitHubServicesSetup
{
    public required SandboxOptions Options { get; init; }

    public required SandboxFiles Files { get; init; }

    public required GitHubState State { get; init; }

    public required ConfigRepository Configuration { get; init; }

    public required ReleaseNumbers Versions { get; init; }

    public required ImageCatalogue Images { get; init; }

    /// <summary>The registry's address.</summary>
    public required Uri Registry { get; init; }

    public required FaultBook Misbehaviours { get; init; }

    public required ReleaseConnection Release { get; init; }
}
