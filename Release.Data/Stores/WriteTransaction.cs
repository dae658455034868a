using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Release.Core.Storage;
using Release.Data.Providers;

namespace Release.Data.Stores;

/// <summary>A transaction that may write, and its context. Disposed without commit, nothing has happened.</summary>
internal sealed class WriteTransaction : IAsyncDisposable
{
    private readonly IDatabaseDialect _dialect;
    private readonly IDisposable? _turn;

    private WriteTransaction(ReleaseDbContext context, IDatabaseDialect dialect, IDisposable? turn)
    {
        Context = context;
        _dialect = dialect;
        _turn = turn;
    }

    public ReleaseDbContext Context { get; }

    public IDbContextTransaction Current => Context.Database.CurrentTransaction
        ?? throw new InvalidOperationException("The transaction has been committed already.");

    public static async Task<WriteTransaction> BeginAsync(
        IDbContextFactory<ReleaseDbContext> contexts, IDatabaseDialect dialect, WritePriority order, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            return new WriteTransaction(context, dialect, await dialect.BeginWriteAsync(context, order, cancellationToken));
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="StaleWriteException">Somebody else changed or made the same thing in the meantime.</exception>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException exception)
        {
            throw new StaleWriteException(exception);
        }
        catch (DbUpdateException exception) when (_dialect.IsUniqueViolation(exception))
        {
            throw new StaleWriteException(exception);
        }
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await SaveAsync(cancellationToken);
        await Current.CommitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // Ends the transaction too, undone where it was not committed.
            await Context.DisposeAsync();
        }
        finally
        {
            _turn?.Dispose();
        }
    }
}

/// <summary>Begins transactions that may write.</summary>
internal sealed class DatabaseWriter(IDbContextFactory<ReleaseDbContext> contexts, IDatabaseDialect dialect)
{
    public Task<WriteTransaction> BeginAsync(CancellationToken cancellationToken) =>
        WriteTransaction.BeginAsync(contexts, dialect, WritePriority.InTurn, cancellationToken);

    /// <summary>Before those that wait in turn; see <see cref="WritePriority.Ahead"/> for what may.</summary>
    public Task<WriteTransaction> BeginAheadAsync(CancellationToken cancellationToken) =>
        WriteTransaction.BeginAsync(contexts, dialect, WritePriority.Ahead, cancellationToken);
}
