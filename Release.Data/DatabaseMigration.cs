using Microsoft.EntityFrameworkCore;
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
