namespace Release.Core.Ports;

/// <summary>Release's own records.</summary>
public interface IReleaseStore
{
    /// <summary>
    /// Begins a transaction that may write. What is read in it stays true until it commits or is disposed
    /// (disposed without commit, nothing has happened). Keep it short: no call to the outside in it.
    /// </summary>
    Task<IReleaseTransaction> BeginAsync(CancellationToken cancellationToken);

    /// <summary>The same for what a pass has to save: until it commits nobody else can take the lease.</summary>
    /// <exception cref="LeaseLostException">The lease is somebody else's by now.</exception>
    Task<IReleaseTransaction> BeginAsync(CellLease lease, CancellationToken cancellationToken);
}
