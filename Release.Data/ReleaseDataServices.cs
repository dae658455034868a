using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Release.Core.Ports;
using Release.Data.Events;
using Release.Data.Providers;
using Release.Data.Queries;
using Release.Data.Stores;

namespace Release.Data;

public static class ReleaseDataServices
{
    /// <summary>
    /// Release's records. Call it before other hosted services are added: it brings the schema up to date at start.
    /// Needs an <see cref="ITransactionalWakeUps"/>, which the jobs bring.
    /// </summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is wrong.</exception>
    public static IServiceCollection AddReleaseData(this IServiceCollection services, IConfiguration configuration)
    {
        var options = DatabaseOptions.Read(configuration);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        if (options.Provider is DatabaseProvider.SqlServer)
        {
            services.AddContexts<SqlServerReleaseDbContext, SqlServerDialect>(builder => ContextConfiguration.SqlServer(builder, options));
        }
        else
        {
            services.AddContexts<SqliteReleaseDbContext, SqliteDialect>(builder => ContextConfiguration.Sqlite(builder, options));
        }

        services.AddSingleton<SqliteTurns>();
        services.AddSingleton<DatabaseWriter>();
        services.AddSingleton<EventSignal>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<IReleaseStore, ReleaseStore>();
        services.AddSingleton<ApiTokenStore>();
        services.AddSingleton<BoardQueries>();
        services.AddSingleton<DeploymentQueries>();
        services.AddSingleton<EventQueries>();
        services.AddHostedService<DatabaseMigration>();
        return services;
    }

    private static void AddContexts<TContext, TDialect>(this IServiceCollection services, Action<DbContextOptionsBuilder> configure)
        where TContext : ReleaseDbContext
        where TDialect : class, IDatabaseDialect
    {
        services.AddPooledDbContextFactory<TContext>(configure);
        services.AddSingleton<IDbContextFactory<ReleaseDbContext>, ReleaseDbContextFactory<TContext>>();
        services.AddSingleton<IDatabaseDialect, TDialect>();
    }
}
