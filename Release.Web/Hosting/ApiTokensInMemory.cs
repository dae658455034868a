using System.Collections.Concurrent;
using Release.Core.Policies;

namespace Release.Web.Hosting;

/// <summary>Tokens that last as long as the process.</summary>
internal sealed class ApiTokensInMemory : IApiTokens
{
    private readonly ConcurrentDictionary<string, ApiToken> _byName = new(StringComparer.Ordinal);

    public Task<ApiToken?> FindAsync(string hash, CancellationToken cancellationToken) =>
        Task.FromResult(_byName.Values.FirstOrDefault(token => token.Hash == hash));

    public Task TouchAsync(ApiToken token, DateTimeOffset at, CancellationToken cancellationToken)
    {
        token.Used(at);
        return Task.CompletedTask;
    }

    public Task ReplaceAsync(ApiToken token, CancellationToken cancellationToken)
    {
        _byName[token.Name] = token;
        return Task.CompletedTask;
    }
}
