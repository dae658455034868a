using Release.Core.Policies;

namespace Release.Web.Hosting;

/// <summary>Machine tokens as authentication needs them.</summary>
internal interface IApiTokens
{
    /// <summary>Null for an unknown one; a revoked one is returned.</summary>
    Task<ApiToken?> FindAsync(string hash, CancellationToken cancellationToken);

    Task TouchAsync(ApiToken token, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Makes the token with this name be the one with this hash, and no other.</summary>
    Task ReplaceAsync(ApiToken token, CancellationToken cancellationToken);
}
