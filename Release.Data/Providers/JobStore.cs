using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Release.Data.Providers;

/// <summary>Puts the scheduler's store into Release's own database, so that one transaction covers both.</summary>
public static class JobStore
{
    public static void UseReleaseDatabase(this IPersistentStoreBuilder store, DatabaseOptions options)
    {
        if (options.Provider is DatabaseProvider.SqlServer)
        {
            store.UseSqlServer(SqlClientFactory.Instance, options.ConnectionString);
            store.UseClustering();
        }
        else
        {
            store.UseSqlite(SqliteSessionFactory.Instance, ContextConfiguration.SqliteConnectionString(options.ConnectionString));
            store.Services.AddHostedService<SqliteSchedulerLockInstaller>();
        }
    }
}
