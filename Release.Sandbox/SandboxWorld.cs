using Release.Sandbox.Clusters;
using Release.Sandbox.Faults;
using Release.Sandbox.Git;
using Release.Sandbox.GitHub;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes.Faults;
using Release.Sandbox.Services;
using Release.Sandbox.Slack;

namespace Release.Sandbox;

/// <summary>
/// The outside of the product, imitated at the wire: a configuration repository, clusters with Argo CD, pods that answer, and Slack.
/// All of it listens on loopback only, survives being killed, and is deleted by deleting its directory.
/// </summary>
public sealed class SandboxWorld : IAsyncDisposable
{
    private readonly SandboxOptions _options;
    private readonly ConfigRepository _repository;
    private readonly VersionMint _versions;
    private readonly SlackSink _slack;
    private readonly ReleaseConnection _release;
    private readonly SandboxServer _slackServer;
    private readonly IReadOnlyList<ClusterHost> _clusters;
    private readonly PrivateAuthority _authority;

    private SandboxWorld(
        SandboxOptions options, SandboxFiles files, ConfigRepository repository, VersionMint versions, FaultBook faults,
        SlackSink slack, ReleaseConnection release, SandboxServer slackServer, IReadOnlyList<ClusterHost> clusters, PrivateAuthority authority,
        GitHubHost gitHub)
    {
        _options = options;
        _repository = repository;
        _versions = versions;
        _slack = slack;
        _release = release;
        _slackServer = slackServer;
        _clusters = clusters;
        _authority = authority;
        GitHub = gitHub;
        Faults = faults;
        Clusters = [.. clusters.Select(cluster => cluster.OnDemand)];
        KubeconfigPath = files.Kubeconfig;
        ConfigRepositoryPath = repository.Path;
        Endpoints = new SandboxEndpoints(
            slackServer.Address,
            gitHub.Address,
            clusters.ToDictionary(cluster => cluster.Environment, cluster => cluster.ApiAddress),
            clusters.ToDictionary(cluster => cluster.Environment, cluster => cluster.ServicesAddress));
    }

    /// <summary>Where everything answers.</summary>
    public SandboxEndpoints Endpoints { get; }

    /// <summary>One context for each environment, with a bearer token; readable by its owner only.</summary>
    public string KubeconfigPath { get; }

    /// <summary>The bare git repository; push to it as to any remote.</summary>
    public string ConfigRepositoryPath { get; }

    /// <summary>Which versions misbehave.</summary>
    public FaultBook Faults { get; }

    /// <summary>The clusters in the order of their environments, to be taken away and brought back.</summary>
    public IReadOnlyList<ClusterFaults> Clusters { get; }

    /// <summary>GitHub's repositories, one for each application.</summary>
    internal AppRepositories Repositories => GitHub.State.Repositories;

    internal GitHubHost GitHub { get; }

    /// <summary>A personal token that may read and write everything at the sandbox's GitHub; also in <c>github-token</c>.</summary>
    public string GitHubToken => GitHub.State.Tokens.Machine;

    /// <summary>The file with the private key of the GitHub App <see cref="SandboxGitHub.AppId"/>.</summary>
    public string GitHubAppKeyPath => GitHub.State.App.Path;

    /// <summary>Every message Slack ever took, oldest first.</summary>
    public IReadOnlyList<SlackMessage> SlackMessages => _slack.Messages;

    /// <summary>Starts everything; when it returns, all of it answers and <c>endpoints.json</c> and <c>kubeconfig</c> are written.</summary>
    /// <exception cref="DirectoryNotFoundException">The seed directory is not there.</exception>
    public static async Task<SandboxWorld> StartAsync(
        SandboxOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<SandboxWorld>();
        options = options with { Directory = Path.GetFullPath(options.Directory) };
        var files = new SandboxFiles(options.Directory);
        files.Prepare();
        var ports = files.FormerPorts(logger);
        var tokens = files.LoadTokens(options.Environments, logger);
        var repository = new ConfigRepository(files.ConfigRepository, time);
        await repository.EnsureCreatedAsync(
            () => options.SeedDirectory is { Length: > 0 } seed ? SeedFiles.FromDirectory(seed) : SeedFiles.FromSamples(options.Environments), cancellationToken);
        var faults = new FaultBook(files.Faults, logger);
        var faultsChanged = new AsyncSignal();
        faults.Changed += faultsChanged.Set;
        var release = new ReleaseConnection();
        if (options is { ReleaseAddress: { } address, ReleaseToken: { } token })
        {
            release.Set(address, token);
        }

        var slack = new SlackSink(files.Slack, time, logger);
        var slackServer = await SandboxServer.StartAsync("Slack", ports.GetValueOrDefault("slack"), slack.HandleAsync, loggers, time, cancellationToken);
        var gitHub = GitHubSetup.Make(files, repository, logger, time);
        var appKey = Task.Run(gitHub.State.App.EnsureCreated, cancellationToken);
        await gitHub.StartAsync(ports.GetValueOrDefault("github"), around: null, loggers, cancellationToken);
        var smokeTests = new SmokeTests(new SmokeTestLedger(files.SmokeTests, time, logger), faults, options, time);
        var authority = PrivateAuthority.Open(files.Authority, time);
        var snapshot = await repository.ReadAsync(cancellationToken);
        var clusters = await Task.WhenAll(options.Environments.Select(environment => Task.Run(
            () => ClusterHost.StartAsync(
                new ClusterHostSetup
                {
                    Environment = environment,
                    Options = options,
                    StatePath = files.ClusterState(environment),
                    Token = tokens[environment],
                    Authority = authority,
                    Ports = ports,
                    Repository = repository,
                    Snapshot = snapshot,
                    Faults = faults,
                    FaultsChanged = faultsChanged,
                    SmokeTests = smokeTests,
                    Release = release,
                    Time = time,
                    Loggers = loggers,
                },
                cancellationToken),
            cancellationToken)));
        var world = new SandboxWorld(
            options, files, repository, new VersionMint(files.Versions, logger), faults, slack, release, slackServer, clusters, authority,
            gitHub);
        await appKey;
        files.Write(world.Endpoints, tokens, authority.CertificatePem);
        return world;
    }

    /// <summary>What goes wrong with one environment's API server, on demand.</summary>
    internal ApiFaults ApiFaults(string environment) => _clusters.Single(cluster => cluster.Environment == environment).Faults;

    /// <summary>A client certificate that the clusters accept, with its key.</summary>
    internal System.Security.Cryptography.X509Certificates.X509Certificate2 IssueClientCertificate(string user, params IReadOnlyList<string> groups) =>
        _authority.IssueClient(user, groups);

    /// <summary>Says where Release answers, once that is known; events that wait for it are sent then.</summary>
    public void SetRelease(Uri address, string token) => _release.Set(address, token);

    /// <summary>As if a pull request of an application had been merged: CI makes the next version and asks Release to deploy it to the first environment.</summary>
    /// <param name="application">Repository name, such as <c>publisher</c>.</param>
    /// <exception cref="InvalidOperationException">Release's address is not known.</exception>
    /// <exception cref="HttpRequestException">Release does not answer.</exception>
    public async Task<MergedPullRequest> MergePullRequestAsync(string application, CancellationToken cancellationToken = default)
    {
        var version = _versions.Next(application, await _repository.ReadAsync(cancellationToken));
        var (status, answer) = await _release.SendAsync(
            "update-image-tag",
            new { environment = _options.Environments[0], repoName = application, imageTag = version, promoteDeployment = "true" },
            cancellationToken);
        return new MergedPullRequest(application, version, status, answer);
    }

    /// <summary>Stops listening and ends the controllers; what is on disk stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_clusters.Select(cluster => cluster.DisposeAsync().AsTask()));
        await GitHub.DisposeAsync();
        await _slackServer.DisposeAsync();
        _release.Dispose();
        _authority.Dispose();
    }
}
