namespace Release.Core.Ports;

/// <summary>Release's own records.</summary>
public interface IReleaseStore
{
    /// <summary>
    /// Begins a transaction that may write. What is read in it stays true until it commits or is disposed
    /// (disposed without commit, nothing has happened). Keep it short: no call to the outside in it.
    /// </summary>
    Task<IReleaseTransaction> BeginAsync(CancellationToken cancellationToken);
}
