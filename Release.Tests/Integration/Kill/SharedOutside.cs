using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Core.Access;
using Release.Data;
using Release.Data.Stores;
using Release.Sandbox.Faults;
using Release.Sandbox.GitHub;
using Release.Sandbox.Settings;
using Release.Sandbox.World;
using Release.Tests.Integration.Data;
using Release.Tests.Support;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Kill;

/// <summary>
/// What several processes of the product share: the outside, imitated in the test's own process, and one database on a real
/// PostgreSQL. Each process has a data directory of its own, and is told the addresses as an operator would.
/// </summary>
internal sealed class SharedOutside : IAsyncDisposable
{
    private const int WarmUps = 4;
    private static readonly string[] Environments = ["integration", "staging", "production"];

    private readonly TemporaryDirectory _directory;
    private readonly SandboxWorld _world;
    private readonly TestDatabase _database;
    private readonly string _connection;

    private SharedOutside(TemporaryDirectory directory, SandboxWorld world, TestDatabase database, string connection)
    {
        (_directory, _world, _database, _connection) = (directory, world, database, connection);
        WarmUp = new KilledPromotions(Path.Combine(directory.Path, "sandbox"));
        Promotions = new KilledPromotions(Path.Combine(directory.Path, "sandbox"), after: WarmUps);
    }

    /// <summary>For processes to have done everything once.</summary>
    public KilledPromotions WarmUp { get; }

    public KilledPromotions Promotions { get; }

    public static async Task<SharedOutside> StartAsync(int applications, CancellationToken cancellationToken)
    {
        var directory = new TemporaryDirectory();
        var options = new SandboxOptions
        {
            Directory = Path.Combine(directory.Path, "sandbox"),
            SeedDirectory = KilledPromotion.Seed(Path.Combine(directory.Path, "seed"), WarmUps + applications),
            Environments = Environments,
            RolloutSeconds = 0.4,
            SmokeTestSeconds = 0.3,
        };
        var world = await SandboxWorld.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, cancellationToken);
        var connection = await PostgreSqlServer.NewDatabaseAsync();
        var database = await TestDatabase.StartAsync(DatabaseProvider.PostgreSql, connectionString: connection);
        var outside = new SharedOutside(directory, world, database, connection);
        await database.Get<ApiTokenStore>().ReplaceAsync(
            new ApiToken("tests", TokenSecret.HashOf(ReleaseProcess.Token), TokenScopes.All, [], "tests", TimeProvider.System.GetUtcNow()), cancellationToken);
        for (var number = 1; number <= WarmUps + applications; number++)
        {
            var promotion = (number <= WarmUps ? outside.WarmUp : outside.Promotions).Add();
            var rule = new MisbehaviourRule(promotion.Application, Misbehaviour.FailingSmokeTest, promotion.Version, Environments[^1]);
            await world.Faults.SetAsync(rule, cancellationToken);
        }

        return outside;
    }

    /// <param name="name">Of its data directory.</param>
    public Task<ReleaseProcess> StartProcessAsync(string name) => ReleaseProcess.StartAsync(Path.Combine(_directory.Path, name), [.. Settings()]);

    /// <summary>Whoever asks the registry waits, and holds the lease of the cell meanwhile.</summary>
    public Task HangRegistryAsync(CancellationToken cancellationToken) => _world.RegistryFaults.SetAsync(new ServiceTrouble(Away: true, Hang: true), cancellationToken);

    public Task MendRegistryAsync(CancellationToken cancellationToken) => _world.RegistryFaults.SetAsync(new ServiceTrouble(), cancellationToken);

    /// <summary>Who holds a lease now, once for each cell.</summary>
    public async Task<IReadOnlyList<string>> HoldersAsync(CancellationToken cancellationToken)
    {
        await using var context = _database.Context();
        return await context.Cells.Where(cell => cell.PassHolder != null).Select(cell => cell.PassHolder!).ToListAsync(cancellationToken);
    }

    /// <summary>How much has been told of deployments.</summary>
    public async Task<int> CountDeploymentEventsAsync(CancellationToken cancellationToken)
    {
        await using var context = _database.Context();
        return await context.Events.CountAsync(happened => happened.DeploymentId != null, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        await _database.DisposeAsync();
        await PostgreSqlServer.DropDatabaseAsync(_connection);
        _directory.Dispose();
    }

    private IEnumerable<string> Settings()
    {
        var github = _world.Endpoints.GitHub.ToString().TrimEnd('/');
        return
        [
            "Release:Mode=Live",
            "Release:Database:Provider=PostgreSql",
            $"ConnectionStrings:Release={_connection}",
            $"Release:ConfigRepository:Url={_world.ConfigRepositoryPath}",
            $"Release:Clusters:Kubeconfig={_world.KubeconfigPath}",
            $"Release:Registry:Address={_world.Endpoints.Registry.ToString().TrimEnd('/')}",
            "Release:Registry:RequestTimeout=00:01:00",
            $"Release:Slack:WebhookUrl={new Uri(_world.Endpoints.Slack, "services/sandbox/release")}",
            "Release:SmokeTests:UrlTemplate={base}/services/{namespace}/{application}/smoke-test?run={run}",
            .. Environments.Select(environment => $"Release:SmokeTests:BaseAddresses:{environment}={_world.Endpoints.Services[environment].ToString().TrimEnd('/')}"),
            $"Release:GitHub:ApiAddress={github}/api/v3",
            $"Release:GitHub:WebAddress={github}",
            $"Release:GitHub:Organisation={SandboxGitHub.Organisation}",
            $"Release:GitHub:Token={_world.GitHubToken}",
            $"Release:Authentication:GitHub:ClientId={_world.GitHubClientId}",
            $"Release:Authentication:GitHub:ClientSecret={_world.GitHubClientSecret}",
            $"Release:Authentication:Roles:0:Organisation={SandboxGitHub.Organisation}",
            "Release:Authentication:Roles:0:Role=Viewer",
            "Logging:LogLevel:Default=Warning",
        ];
    }
}
