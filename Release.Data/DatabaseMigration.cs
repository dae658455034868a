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

/// <summary>Whether the migrations that a database has had are ones that this build knows.</summary>
internal static class SchemaHistory
{
    /// <summary>
    /// A setting that a migration may leave: the newest migration that a build must know to work with the schema. Builds that
    /// know it go on while newer ones take their place (a rolling upgrade); without it a newer schema is refused.
    /// </summary>
    public const string CompatibleWith = "schema.compatible-with";

    /// <summary>True when the database is newer than this build and says that this build may use it: then there is nothing to migrate.</summary>
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
                $"The database was made by a version of Release from before its first release (it has the migration {unknown}, and lacks ours), and cannot be carried over. "
                + "Start with an empty database: another data directory, or the old database moved away.");
        }

        var least = await context.Settings.Where(setting => setting.Key == CompatibleWith)
            .Select(setting => setting.Value).SingleOrDefaultAsync(cancellationToken);
        return known.Contains(least, StringComparer.Ordinal)
            ? true
            : throw new StartupRefusedException(
                $"The database is newer than this Release: it has the migration {unknown}. Start the version that made it, or restore a backup from before the upgrade.");
    }
}

/// <summary>Release's tables as a script, for where Release itself may not make them.</summary>
public static class DatabaseScript
{
    /// <summary>Every migration, each doing nothing where it has run already. For SQLite it needs an empty database.</summary>
    public static string Of(DatabaseProvider provider)
    {
        // Where a connection leads does not matter: none is opened.
        var connection = provider is DatabaseProvider.PostgreSql ? "Host=none" : "Data Source=none";
        using var context = ContextConfiguration.Create(new DatabaseOptions(provider, connection, null));
        var options = provider is DatabaseProvider.Sqlite ? MigrationsSqlGenerationOptions.Default : MigrationsSqlGenerationOptions.Idempotent;
        return context.GetService<IMigrator>().GenerateScript(options: options);
    }
}
