using Release.Core.Events;

namespace Release.Core.Access;

/// <summary>Machine tokens on record.</summary>
public interface IApiTokens
{
    /// <summary>All that ever were, by name.</summary>
    Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken);

    Task<ApiToken?> FindAsync(int id, CancellationToken cancellationToken);

    /// <summary>Stores a token and what is to be told of it, together. Returns false, and stores nothing, where a token that is still in use has its name.</summary>
    Task<bool> AddAsync(ApiToken token, ReleaseEvent told, CancellationToken cancellationToken);

    /// <summary>Changes a token and stores what is to be told of it, together. Counts at once here, and within seconds on other replicas.</summary>
    /// <param name="id">Which.</param>
    /// <param name="change">Returns the event; null leaves everything as it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token; null when there is none.</returns>
    Task<ApiToken?> ChangeAsync(int id, Func<ApiToken, ReleaseEvent?> change, CancellationToken cancellationToken);
}
