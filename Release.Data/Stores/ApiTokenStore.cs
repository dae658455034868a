using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Release.Core.Access;
using Release.Core.Events;
using Release.Data.Events;
using Release.Data.Rows;

namespace Release.Data.Stores;

/// <summary>Machine tokens, cached for a few seconds, so that a revocation by another replica soon takes effect.</summary>
public sealed class ApiTokenStore : IApiTokens
{
    private static readonly TimeSpan BetweenTouches = TimeSpan.FromMinutes(1);

    private readonly TtlCache<string, ApiToken> _known;
    private readonly ConcurrentDictionary<int, DateTimeOffset> _touched = new();
    private readonly IDbContextFactory<ReleaseDbContext> _contexts;
    private readonly DatabaseWriter _writer;
    private readonly EventSignal _events;
    private readonly TimeProvider _clock;

    internal ApiTokenStore(IDbContextFactory<ReleaseDbContext> contexts, DatabaseWriter writer, EventSignal events, TimeProvider clock)
    {
        _contexts = contexts;
        _writer = writer;
        _events = events;
        _clock = clock;
        _known = new(TimeSpan.FromSeconds(5), most: 1000, clock);
    }

    /// <summary>Finds a token by its current or previous hash; null when unknown. The token itself says whether it is valid. Do not modify the result.</summary>
    /// <param name="hash">64 lower-case hexadecimal digits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ApiToken?> FindByHashAsync(string hash, CancellationToken cancellationToken) => _known.GetAsync(hash, async () =>
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.ApiTokens.AsNoTracking().SingleOrDefaultAsync(found => found.Hash == hash, cancellationToken)
            ?? await context.ApiTokens.AsNoTracking().FirstOrDefaultAsync(found => found.FormerHash == hash, cancellationToken);
    });

    /// <summary>Whether the hash is cached: true may be out of date, false means that it must be looked up.</summary>
    public bool WasFound(string hash) => _known.Knows(hash);

    public async Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.ApiTokens.AsNoTracking().OrderBy(token => token.Name).ThenBy(token => token.Id).ToListAsync(cancellationToken);
    }

    public async Task<ApiToken?> FindAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.ApiTokens.AsNoTracking().SingleOrDefaultAsync(token => token.Id == id, cancellationToken);
    }

    public async Task<bool> AddAsync(ApiToken token, ReleaseEvent releaseEvent, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await using var write = await _writer.BeginAsync(cancellationToken);
        var namesakes = await write.Context.ApiTokens.AsNoTracking().Where(found => found.Name == token.Name).ToListAsync(cancellationToken);
        if (namesakes.Exists(found => found.Ended(now) is null))
        {
            return false;
        }

        write.Context.ApiTokens.Add(token);
        write.Context.Events.Add(EventRow.From(releaseEvent, now));
        await write.CommitAsync(cancellationToken);
        _events.Raise();
        return true;
    }

    public async Task<ApiToken?> ChangeAsync(int id, Func<ApiToken, ReleaseEvent?> change, CancellationToken cancellationToken)
    {
        await using var write = await _writer.BeginAsync(cancellationToken);
        var token = await write.Context.ApiTokens.SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
        if (token is null || change(token) is not { } changed)
        {
            return token;
        }

        write.Context.Events.Add(EventRow.From(changed, _clock.GetUtcNow()));
        await write.CommitAsync(cancellationToken);
        _known.Forget();
        _events.Raise();
        return token;
    }

    /// <summary>Replaces any token of this name or secret by this one. Nothing changes if it exists with the same rights.</summary>
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
        _known.Forget();
    }

    /// <summary>Records the use of a token, at most once a minute.</summary>
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
