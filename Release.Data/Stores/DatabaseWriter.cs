using Microsoft.EntityFrameworkCore;
using Release.Data.Providers;

namespace Release.Data.Stores;

/// <summary>Begins transactions that may write.</summary>
internal sealed class DatabaseWriter(IDbContextFactory<ReleaseDbContext> contexts, IDatabaseDialect dialect)
{
    public Task<WriteTransaction> BeginAsync(CancellationToken cancellationToken) =>
        WriteTransaction.BeginAsync(contexts, dialect, cancellationToken);
}
