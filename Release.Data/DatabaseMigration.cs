using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Hosting;
using Release.Data.Providers;

namespace Release.Data;

/// <summary>Brings the database's schema up to date before anything else of Release starts.</summary>
internal sealed class DatabaseMigration(IDbContextFactory<ReleaseDbContext> contexts, IDatabaseDialect dialect) : IHostedService
{
    private bool _done;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_done)
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await SchemaHistory.IsNewerAsync(context, cancellationToken))
        {
            await dialect.MigrateAsync(context, cancellationToken);
        }

        _done = true;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Checks whether this build knows the migrations of a database.</summary>
internal static class SchemaHistory
{
    /// <summary>
    /// A setting that a migration may write: the newest migration that a build must know to work with the schema. Builds that
    /// know it keep working during a rolling upgrade; without the setting a newer schema is refused.
    /// </summary>
    public const string CompatibleWith = "schema.compatible-with";

    /// <summary>True when the database is newer than this build but allows it: then there is nothing to migrate.</summary>
    /// <exception cref="StartupRefusedException">It has migrations that this build does not know.</exception>
    public static async Task<bool> IsNewerAsync(ReleaseDbContext context, CancellationToken cancellationToken)
    {
        string[] known = [.. context.Database.GetMigrations()];
        string[] applied = [.. await context.Database.GetAppliedMigrationsAsync(cancellationToken)];
        if (applied.Except(known, StringComparer.Ordinal).FirstOrDefault() is not { } unknown)
        {
            return false;
        }

        if (known.Except(applied, StringComparer.Ordinal).Any())
        {
            throw new StartupRefusedException(
                $"The database was created by a version of Release from before its first release (it has the migration {unknown} and lacks ours) and cannot be migrated. "
                + "Start with an empty database: another data directory, or the old database moved away.");
        }

        var least = await context.Settings.Where(setting => setting.Key == CompatibleWith)
            .Select(setting => setting.Value).SingleOrDefaultAsync(cancellationToken);
        return known.Contains(least, StringComparer.Ordinal)
            ? true
            : throw new StartupRefusedException(
                $"The database is newer than this Release: it has the migration {unknown}. Start the version that migrated it, or restore a backup from before the upgrade.");
    }
}

/// <summary>The schema as a script, for databases in which Release may not create tables.</summary>
public static class DatabaseScript
{
    /// <summary>All migrations; each is skipped if it has run already. For SQLite the database must be empty.</summary>
    public static string Of(DatabaseProvider provider)
    {
        // No connection is opened, so its address does not matter.
        var connection = provider is DatabaseProvider.PostgreSql ? "Host=none" : "Data Source=none";
        using var context = ContextConfiguration.Create(new DatabaseOptions(provider, connection, null));
        var options = provider is DatabaseProvider.Sqlite ? MigrationsSqlGenerationOptions.Default : MigrationsSqlGenerationOptions.Idempotent;
        return context.GetService<IMigrator>().GenerateScript(options: options);
    }
}
