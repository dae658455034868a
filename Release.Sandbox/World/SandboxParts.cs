using Release.Sandbox.Clusters;
using Release.Sandbox.Faults;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.GitHub.Server;
using Release.Sandbox.Hosting;
using Release.Sandbox.Registry;
using Release.Sandbox.Services;
using Release.Sandbox.Settings;
using Release.Sandbox.Slack;

namespace Release.Sandbox.World;

/// <summary>Everything the sandbox consists of, put together and started.</summary>
internal sealed record SandboxParts : IAsyncDisposable
{
    public required SandboxFiles Files { get; init; }

    public required ConfigRepository Configuration { get; init; }

    public required FaultBook Faults { get; init; }

    public required ReleaseConnection Release { get; init; }

    public required SlackSink Slack { get; init; }

    public required SandboxServer SlackServer { get; init; }

    public required ImageCatalogue Images { get; init; }

    public required RegistryHost Registry { get; init; }

    public required GitHubHost GitHub { get; init; }

    public required GitHubServices GitHubServices { get; init; }

    /// <summary>The clusters' bearer tokens, by environment.</summary>
    public required IReadOnlyDictionary<string, string> Tokens { get; init; }

    public required PrivateAuthority Authority { get; init; }

    public required IReadOnlyList<ClusterHost> Clusters { get; init; }

    /// <exception cref="DirectoryNotFoundException">The seed directory is not there.</exception>
    public static async Task<SandboxParts> StartAsync(SandboxOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<SandboxWorld>();
        var files = new SandboxFiles(options.Directory);
        files.Prepare();
        var ports = files.FormerPorts(logger);
        var tokens = files.LoadTokens(options.Environments, logger);
        var configuration = new ConfigRepository(files.ConfigRepository, time);
        var creating = configuration.EnsureCreatedAsync(
            () => options.SeedDirectory is { Length: > 0 } seed ? SeedFiles.FromDirectory(seed) : SeedFiles.FromSamples(options.Environments), cancellationToken);
        var authority = Task.Run(() => PrivateAuthority.Open(files.Authority, time), cancellationToken);
        var faults = new FaultBook(files.Faults, logger);
        var release = Connect(options);
        var slack = new SlackSink(files.Slack, time, logger);
        var images = new ImageCatalogue(files.Images, faults, configuration, logger);
        var state = GitHubSetup.MakeState(files, configuration, logger, time);
        state.App.CreateLater();
        await creating; // Before anything listens that a failure would leave behind.
        var starting = Task.Run(
            () => SandboxServer.StartAsync("Slack", ports.GetValueOrDefault("slack"), slack.HandleAsync, loggers, time, cancellationToken), cancellationToken);
        var registry = await RegistryHost.StartAsync(ports.GetValueOrDefault("registry"), images, password => state.Tokens.Find(password) is not null, loggers, time, cancellationToken);
        GitHubHost? gitHub = null;
        var services = new GitHubServices(
            new GitHubServicesSetup
            {
                Options = options,
                Files = files,
                State = state,
                Configuration = configuration,
                Versions = new ReleaseNumbers(files.Versions, logger),
                Images = images,
                Registry = registry.Address,
                Misbehaviours = faults,
                Release = release,
            },
            () => gitHub!.Address,
            loggers,
            time);
        gitHub = GitHubSetup.Make(state, services.Routes);
        await gitHub.StartAsync(ports.GetValueOrDefault("github"), services.Faults.Around, loggers, cancellationToken);
        services.Start(gitHub.Server);
        var parts = new SandboxParts
        {
            Files = files,
            Configuration = configuration,
            Faults = faults,
            Release = release,
            Slack = slack,
            SlackServer = await starting,
            Images = images,
            Registry = registry,
            GitHub = gitHub,
            GitHubServices = services,
            Tokens = tokens,
            Authority = await authority,
            Clusters = [],
        };
        return parts with { Clusters = await parts.StartClustersAsync(options, ports, loggers, time, cancellationToken) };
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Clusters.Select(cluster => cluster.DisposeAsync().AsTask()));
        await GitHub.DisposeAsync(); // First: what it is asked goes to its services.
        await GitHubServices.DisposeAsync();
        await GitHub.State.DisposeAsync();
        await Registry.DisposeAsync();
        Images.Dispose();
        await SlackServer.DisposeAsync();
        Release.Dispose();
        Authority.Dispose();
    }

    private static ReleaseConnection Connect(SandboxOptions options)
    {
        var release = new ReleaseConnection();
        if (options is { ReleaseAddress: { } address, ReleaseToken: { } token })
        {
            release.Set(address, token);
        }

        return release;
    }

    private async Task<IReadOnlyList<ClusterHost>> StartClustersAsync(
        SandboxOptions options, IReadOnlyDictionary<string, int> ports,
        ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var faultsChanged = new AsyncSignal();
        Faults.Changed += faultsChanged.Set;
        var smokeTests = new SmokeTests(new SmokeTestRuns(Files.SmokeTests, time, loggers.CreateLogger<SandboxWorld>()), Faults, options, time);
        var snapshot = await Configuration.ReadAsync(cancellationToken);
        return await Task.WhenAll(options.Environments.Select(environment => Task.Run(
            () => ClusterHost.StartAsync(
                new ClusterHostSetup
                {
                    Environment = environment,
                    Options = options,
                    StatePath = Files.ClusterState(environment),
                    Token = Tokens[environment],
                    Authority = Authority,
                    Ports = ports,
                    Repository = Configuration,
                    Snapshot = snapshot,
                    Faults = Faults,
                    Images = Images,
                    FaultsChanged = faultsChanged,
                    SmokeTests = smokeTests,
                    Release = Release,
                    Time = time,
                    Loggers = loggers,
                },
                cancellationToken),
            cancellationToken)));
    }
}
