using Microsoft.EntityFrameworkCore;

namespace Release.Data.Providers;

/// <summary>Gives the provider's own context to those who ask for <see cref="ReleaseDbContext"/>.</summary>
internal sealed class ReleaseDbContextFactory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<ReleaseDbContext>
    where TContext : ReleaseDbContext
{
    public ReleaseDbContext CreateDbContext() => inner.CreateDbContext();

    public async Task<ReleaseDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await inner.CreateDbContextAsync(cancellationToken);
}
