using Release.Sandbox.Faults;
using Release.Sandbox.GitHub;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Actions;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Server;
using Release.Sandbox.GitHub.Webhooks;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes.Faults;
using Release.Sandbox.Registry;
using Release.Sandbox.Settings;
using Release.Sandbox.Slack;
using Accounts = Release.Sandbox.GitHub.Accounts.People;

namespace Release.Sandbox.World;

/// <summary>
/// The outside of the product, imitated at the wire: GitHub with its repositories and a registry, a configuration repository,
/// clusters with Argo CD, pods that answer, and Slack.
/// All of it but the control address listens on loopback only; it survives being killed, and is deleted by deleting its directory.
/// </summary>
public sealed class SandboxWorld : IAsyncDisposable
{
    private readonly SandboxParts _parts;

    private SandboxWorld(SandboxParts parts, SandboxOptions options)
    {
        _parts = parts;
        Options = options;
        Clusters = [.. parts.Clusters.Select(cluster => cluster.OnDemand)];
        Endpoints = new SandboxEndpoints(
            parts.SlackServer.Address,
            parts.GitHub.Address,
            parts.Registry.Address,
            parts.Clusters.ToDictionary(cluster => cluster.Environment, cluster => cluster.ApiAddress),
            parts.Clusters.ToDictionary(cluster => cluster.Environment, cluster => cluster.ServicesAddress));
    }

    /// <summary>The addresses of the imitated systems.</summary>
    public SandboxEndpoints Endpoints { get; private set; }

    /// <summary>One context for each environment, with a bearer token; readable by its owner only.</summary>
    public string KubeconfigPath => _parts.Files.Kubeconfig;

    /// <summary>The bare git repository; push to it as to any remote.</summary>
    public string ConfigRepositoryPath => _parts.Configuration.Path;

    /// <summary>Which versions misbehave.</summary>
    public FaultBook Faults => _parts.Faults;

    /// <summary>The clusters in the order of their environments, to be taken away and brought back.</summary>
    public IReadOnlyList<ClusterFaults> Clusters { get; }

    /// <summary>GitHub, to be taken away and brought back.</summary>
    public ServiceFaults GitHubFaults => _parts.GitHubServices.Faults;

    /// <summary>The registry, to be taken away and brought back.</summary>
    public ServiceFaults RegistryFaults => _parts.Registry.Faults;

    /// <summary>GitHub and the registry, to be taken away and brought back.</summary>
    public IReadOnlyList<ServiceFaults> Services => [GitHubFaults, RegistryFaults];

    /// <summary>A personal token that may read and write everything at the sandbox's GitHub; also in <c>github-token</c>.</summary>
    public string GitHubToken => _parts.GitHub.State.Tokens.Machine;

    /// <summary>The file with the private key of the GitHub App <see cref="SandboxGitHub.AppId"/>.</summary>
    public string GitHubAppKeyPath => _parts.GitHub.State.App.Path;

    /// <summary>The secret that webhooks are signed with; also in <c>github-webhook-secret</c>.</summary>
    public string GitHubWebhookSecret => _parts.GitHubServices.WebhookSecret;

    /// <summary>The client id of the OAuth app that people sign in with.</summary>
    public string GitHubClientId => _parts.GitHubServices.Client.Id;

    /// <summary>The OAuth app's secret; also in <c>github-oauth-secret</c>.</summary>
    public string GitHubClientSecret => _parts.GitHubServices.Client.Secret;

    /// <summary>The last webhooks, oldest first, with Release's answers.</summary>
    public IReadOnlyList<WebhookDelivery> WebhookDeliveries => _parts.GitHubServices.Deliveries;

    /// <summary>Who can sign in through GitHub.</summary>
    public IReadOnlyList<SandboxPerson> People =>
        [.. Accounts.All.Where(person => !person.IsMachine).Select(person => new SandboxPerson(person.Login, person.Name, MembershipBook.TeamsOf(person.Login)))];

    /// <summary>Slugs of the organisation's teams.</summary>
    public IReadOnlyList<string> Teams => [.. Memberships.Teams.Select(team => team.Slug)];

    /// <summary>Every message that Slack has received, oldest first.</summary>
    public IReadOnlyList<SlackMessage> SlackMessages => _parts.Slack.Messages;

    /// <summary>GitHub's repositories, one for each application.</summary>
    internal AppRepositories Repositories => GitHub.State.Repositories;

    internal GitHubHost GitHub => _parts.GitHub;

    /// <summary>The images that the registry has.</summary>
    internal ImageCatalogue Images => _parts.Images;

    internal SandboxOptions Options { get; }

    internal SandboxFiles Files => _parts.Files;

    /// <summary>Release's address and token; null until Release has told them.</summary>
    internal (Uri Address, string Token)? Release => _parts.Release.Target;

    private Memberships MembershipBook => GitHub.State.Memberships;

    /// <summary>Starts everything; when it returns, all of it answers and <c>endpoints.json</c> and <c>kubeconfig</c> are written.</summary>
    /// <param name="control">Starts the control listener before endpoints.json is written, and returns its address; null for none.</param>
    /// <exception cref="DirectoryNotFoundException">The seed directory is not there.</exception>
    public static async Task<SandboxWorld> StartAsync(
        SandboxOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken, Func<SandboxWorld, Task<Uri>>? control = null)
    {
        options = options with { Directory = Path.GetFullPath(options.Directory) };
        var parts = await SandboxParts.StartAsync(options, loggers, time, cancellationToken);
        var world = new SandboxWorld(parts, options);
        try
        {
            if (control is not null)
            {
                world.Endpoints = world.Endpoints with { Control = await control(world) };
            }

            parts.Files.Write(world.Endpoints, parts.Tokens, parts.Authority.CertificatePem);
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }

        return world;
    }

    /// <summary>The applications and the version that the configuration repository wants of each in the first environment, by name.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> ApplicationsAsync(CancellationToken cancellationToken)
    {
        var snapshot = await _parts.Configuration.ReadAsync(cancellationToken);
        var wanted = snapshot.In(Options.Environments[0]);
        return snapshot.Files.Values.SelectMany(files => files.Keys).Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => wanted.GetValueOrDefault(name)?.Tag ?? "", StringComparer.Ordinal);
    }

    /// <summary>Faults of one environment's API server.</summary>
    internal ApiFaults ApiFaults(string environment) => _parts.Clusters.Single(cluster => cluster.Environment == environment).Faults;

    /// <summary>A client certificate that the clusters accept, with its key.</summary>
    internal System.Security.Cryptography.X509Certificates.X509Certificate2 IssueClientCertificate(string user, params IReadOnlyList<string> groups) =>
        _parts.Authority.IssueClient(user, groups);

    /// <summary>Stores Release's address; events that wait for it are sent then.</summary>
    public void SetRelease(Uri address, string token) => _parts.Release.Set(address, token);

    /// <summary>Merges a pull request of an application: main moves, CI releases the next version, and webhooks tell Release, the release's last.</summary>
    /// <param name="application">Repository name, such as <c>publisher</c>.</param>
    /// <returns>With Release's answer to the release's webhook.</returns>
    /// <exception cref="InvalidOperationException">There is no such repository, it cannot be merged, GitHub is away, or Release's address is not known.</exception>
    /// <exception cref="HttpRequestException">Release does not answer.</exception>
    public Task<MergedPullRequest> MergePullRequestAsync(string application, CancellationToken cancellationToken = default) =>
        _parts.GitHubServices.Merges.RunAsync(application, cancellationToken);

    /// <summary>Sends a webhook again: the same body with the same <c>X-GitHub-Delivery</c>.</summary>
    public Task<WebhookDelivery> RedeliverAsync(WebhookDelivery delivery, CancellationToken cancellationToken = default) =>
        _parts.GitHubServices.RedeliverAsync(delivery).WaitAsync(cancellationToken);

    /// <summary>Sets the teams of a person.</summary>
    /// <exception cref="ArgumentException">Nobody has that login, or there is no such team.</exception>
    public SandboxPerson SetTeams(string login, IReadOnlyList<string> teams)
    {
        var unknown = teams.Except(Teams, StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
        {
            throw new ArgumentException($"There is no team {unknown}.", nameof(teams));
        }

        MembershipBook.Replace(login, [.. Teams.Where(teams.Contains)]);
        return People.Single(person => person.Login == login);
    }

    /// <summary>Stops listening and ends the controllers; what is on disk stays.</summary>
    public ValueTask DisposeAsync() => _parts.DisposeAsync();
}

/// <summary>Somebody who can sign in through the sandbox's GitHub.</summary>
/// <param name="Teams">Slugs of the organisation's teams; a person without any is not a member of the organisation.</param>
public sealed record SandboxPerson(string Login, string Name, IReadOnlyList<string> Teams);
