using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Release.Core.Access;
using Release.Core.Environments;
using Release.Core.Events;
using Release.Core.Sources;
using Release.Core.Storage;
using Release.Data.Events;
using Release.Data.Providers;
using Release.Data.Queries;
using Release.Data.Stores;

namespace Release.Data;

public static class ReleaseDataServices
{
    /// <summary>
    /// Adds Release's records. Call it before other hosted services are added, because it updates the schema at the start. It
    /// needs an <see cref="IPassRequests"/>, which the jobs supply.
    /// </summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is wrong.</exception>
    public static IServiceCollection AddReleaseData(this IServiceCollection services, IConfiguration configuration)
    {
        var options = DatabaseOptions.Read(configuration);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        switch (options.Provider)
        {
            case DatabaseProvider.SqlServer:
                services.AddContexts<SqlServerReleaseDbContext, SqlServerDialect>(options);
                break;
            case DatabaseProvider.PostgreSql:
                services.AddContexts<PostgreSqlReleaseDbContext, PostgreSqlDialect>(options);
                break;
            default:
                services.AddContexts<SqliteReleaseDbContext, SqliteDialect>(options);
                break;
        }

        services.AddSingleton<SqliteWriteQueue>();
        services.AddSingleton<DatabaseWriter>();
        services.AddSingleton<EventSignal>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<ReleaseStore>();
        services.AddSingleton<IReleaseStore>(provider => provider.GetRequiredService<ReleaseStore>());
        services.AddSingleton<IEventLog>(provider => provider.GetRequiredService<ReleaseStore>());
        services.AddStoresAndQueries();
        services.AddSingleton<DatabaseMigration>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseMigration>());
        services.AddHostedService(provider => provider.GetRequiredService<EventFollower>());
        return services;
    }

    /// <summary>Updates the schema now, for code that needs records before the host starts.</summary>
    public static Task MigrateReleaseDataAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<DatabaseMigration>().StartAsync(cancellationToken);

    /// <summary>Stores the keys of sessions in the database. Call it after <see cref="AddReleaseData"/>, because the keys need its tables at the start.</summary>
    public static IDataProtectionBuilder PersistKeysToReleaseData(this IDataProtectionBuilder keys)
    {
        keys.Services.AddSingleton<SessionKeyStore>();
        keys.Services.AddOptions<KeyManagementOptions>().Configure<SessionKeyStore>((options, store) => options.XmlRepository = store);
        return keys;
    }

    private static void AddStoresAndQueries(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ApiTokenStore(
            Contexts(provider), Writer(provider), provider.GetRequiredService<EventSignal>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IApiTokens>(provider => provider.GetRequiredService<ApiTokenStore>());
        services.AddSingleton<IPeople>(provider => new PersonStore(
            Contexts(provider), Writer(provider), provider.GetRequiredService<EventSignal>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SettingStore(Writer(provider)));
        services.AddSingleton(provider => new OutboxStore(Contexts(provider), Writer(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new WebhookStore(
            Contexts(provider), Writer(provider), provider.GetRequiredService<WebhookSignal>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CellPassStore(
            Contexts(provider), Writer(provider), provider.GetRequiredService<IDatabaseDialect>(), provider.GetRequiredService<IPassRequests>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new AbandonedClaims(Writer(provider), provider.GetRequiredService<IDatabaseDialect>()));
        services.AddSingleton(provider => new DailyClaims(Writer(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PassQueries(Contexts(provider), provider.GetRequiredService<IDatabaseDialect>()));
        services.AddSingleton<ICellLeases>(provider => provider.GetRequiredService<CellPassStore>());
        services.AddSingleton<IPassTrigger>(provider => provider.GetRequiredService<CellPassStore>());
        services.AddSingleton<WebhookQueries>();
        services.AddSingleton<EventQueries>();
        services.AddSingleton<OutboxQueries>();
        services.AddSingleton<DeploymentQueries>();
        services.AddSingleton<ICiRuns, CiRunQueries>();
        services.AddSingleton<ChangesQueries>();
        services.AddSingleton(provider => new ShippedChangesStore(Contexts(provider), Writer(provider)));
        services.AddSingleton<IDeployedCommits>(provider => provider.GetRequiredService<ShippedChangesStore>());
        services.AddSingleton(provider => new BoardQueries(
            Contexts(provider), provider.GetRequiredService<IDatabaseDialect>(), provider.GetRequiredService<EnvironmentOrder>()));
        services.AddSingleton<EventFollower>();
    }

    private static IDbContextFactory<ReleaseDbContext> Contexts(IServiceProvider provider) =>
        provider.GetRequiredService<IDbContextFactory<ReleaseDbContext>>();

    private static DatabaseWriter Writer(IServiceProvider provider) => provider.GetRequiredService<DatabaseWriter>();

    private static void AddContexts<TContext, TDialect>(this IServiceCollection services, DatabaseOptions options)
        where TContext : ReleaseDbContext
        where TDialect : class, IDatabaseDialect
    {
        services.AddPooledDbContextFactory<TContext>(builder => ContextConfiguration.Configure(builder, options));
        services.AddSingleton<IDbContextFactory<ReleaseDbContext>, ReleaseDbContextFactory<TContext>>();
        services.AddSingleton<IDatabaseDialect, TDialect>();
    }
}
