using Microsoft.EntityFrameworkCore;
using Release.Data.Providers;

namespace Release.Data.Stores;

/// <summary>Begins transactions that may write.</summary>
internal sealed class DatabaseWriter(IDbContextFactory<ReleaseDbContext> contexts, IDatabaseDialect dialect)
{
    public Task<WriteTransaction> BeginAsync(CancellationToken cancellationToken) =>
        WriteTransaction.BeginAsync(contexts, dialect, WritePriority.InTurn, cancellationToken);

    /// <summary>Before those that wait in turn; see <see cref="WritePriority.Ahead"/> for what may.</summary>
    public Task<WriteTransaction> BeginAheadAsync(CancellationToken cancellationToken) =>
        WriteTransaction.BeginAsync(contexts, dialect, WritePriority.Ahead, cancellationToken);
}
