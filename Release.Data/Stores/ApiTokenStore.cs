using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Release.Core.Policies;

namespace Release.Data.Stores;

/// <summary>Machine tokens. What was found is remembered for a few seconds, so that a revocation elsewhere soon counts here.</summary>
public sealed class ApiTokenStore
{
    private const int Most = 1000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenTouches = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (ApiToken Token, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, DateTimeOffset> _touched = new();
    private readonly IDbContextFactory<ReleaseDbContext> _contexts;
    private readonly DatabaseWriter _writer;
    private readonly TimeProvider _clock;

    internal ApiTokenStore(IDbContextFactory<ReleaseDbContext> contexts, DatabaseWriter writer, TimeProvider clock)
    {
        _contexts = contexts;
        _writer = writer;
        _clock = clock;
    }

    /// <summary>Null for an unknown one; a revoked one is returned and says so. Do not change what it returns.</summary>
    /// <param name="hash">64 lower-case hexadecimal digits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ApiToken?> FindByHashAsync(string hash, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (_known.TryGetValue(hash, out var known) && known.Until > now)
        {
            return known.Token;
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var token = await context.ApiTokens.AsNoTracking().SingleOrDefaultAsync(found => found.Hash == hash, cancellationToken);
        if (token is not null)
        {
            if (_known.Count >= Most)
            {
                _known.Clear();
            }

            _known[hash] = (token, now + Remembered);
        }

        return token;
    }

    public async Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.ApiTokens.AsNoTracking().OrderBy(token => token.Name).ThenBy(token => token.Id).ToListAsync(cancellationToken);
    }

    public async Task AddAsync(ApiToken token, CancellationToken cancellationToken)
    {
        await using var write = await _writer.BeginAsync(cancellationToken);
        write.Context.ApiTokens.Add(token);
        await write.CommitAsync(cancellationToken);
    }

    /// <summary>Makes the token with this name be this one, and no other. Nothing changes where it is there already with the same rights.</summary>
    public async Task ReplaceAsync(ApiToken token, CancellationToken cancellationToken)
    {
        await using var write = await _writer.BeginAsync(cancellationToken);
        var others = await write.Context.ApiTokens
            .Where(found => found.Name == token.Name || found.Hash == token.Hash).ToListAsync(cancellationToken);
        if (others is [var only] && Same(only, token))
        {
            return;
        }

        write.Context.ApiTokens.RemoveRange(others);
        await write.SaveAsync(cancellationToken);
        write.Context.ApiTokens.Add(token);
        await write.CommitAsync(cancellationToken);
        _known.Clear();
    }

    /// <summary>Returns whether there is such a token.</summary>
    public async Task<bool> RevokeAsync(int id, CancellationToken cancellationToken)
    {
        await using var write = await _writer.BeginAsync(cancellationToken);
        var token = await write.Context.ApiTokens.SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
        if (token is null)
        {
            return false;
        }

        token.Revoke(_clock.GetUtcNow());
        await write.CommitAsync(cancellationToken);
        _known.TryRemove(token.Hash, out _);
        return true;
    }

    /// <summary>Notes that a token was used; stored at most once a minute.</summary>
    public async Task TouchAsync(ApiToken token, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var last = _touched.TryGetValue(token.Id, out var touched) ? touched : token.LastUsedAt;
        if (last is not null && at - last < BetweenTouches)
        {
            return;
        }

        _touched[token.Id] = at;
        await using var write = await _writer.BeginAsync(cancellationToken);
        await write.Context.ApiTokens.Where(found => found.Id == token.Id)
            .ExecuteUpdateAsync(found => found.SetProperty(used => used.LastUsedAt, at), cancellationToken);
        await write.CommitAsync(cancellationToken);
    }

    private static bool Same(ApiToken stored, ApiToken wanted) =>
        stored.RevokedAt is null && stored.Name == wanted.Name && stored.Hash == wanted.Hash && stored.Scopes == wanted.Scopes
        && stored.Environments.SequenceEqual(wanted.Environments);
}
