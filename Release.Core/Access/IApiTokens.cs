using Release.Core.Events;

namespace Release.Core.Access;

/// <summary>Machine tokens on record.</summary>
public interface IApiTokens
{
    /// <summary>All tokens ever made, by name.</summary>
    Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken);

    Task<ApiToken?> FindAsync(int id, CancellationToken cancellationToken);

    /// <summary>Stores a token and its event together. Returns false and stores nothing when an active token has the same name.</summary>
    Task<bool> AddAsync(ApiToken token, ReleaseEvent releaseEvent, CancellationToken cancellationToken);

    /// <summary>Changes a token and stores the event together. Effective at once in this process and within seconds on other replicas.</summary>
    /// <param name="id">Which.</param>
    /// <param name="change">Returns the event to store; null to change nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token; null when there is none.</returns>
    Task<ApiToken?> ChangeAsync(int id, Func<ApiToken, ReleaseEvent?> change, CancellationToken cancellationToken);
}
