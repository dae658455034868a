using Microsoft.EntityFrameworkCore;
using Release.Core.Policies;

namespace Release.Data.Stores;

/// <summary>Machine tokens: only their hashes are here.</summary>
public sealed class ApiTokenStore(IDbContextFactory<ReleaseDbContext> contexts)
{
    /// <summary>How exact "last used" is; a write per request would cost more than it tells.</summary>
    private static readonly TimeSpan LastUseStep = TimeSpan.FromMinutes(1);

    /// <summary>Null for an unknown one; a revoked one is returned.</summary>
    public async Task<ApiToken?> FindByHashAsync(string hash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ApiTokens.AsNoTracking().SingleOrDefaultAsync(token => token.Hash == hash, cancellationToken);
    }

    public async Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ApiTokens.AsNoTracking().OrderBy(token => token.Name).ToListAsync(cancellationToken);
    }

    /// <summary>Notes that a token was used, at most once a minute.</summary>
    public async Task TouchAsync(ApiToken token, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (token.LastUsedAt is { } last && at - last < LastUseStep)
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.ApiTokens.Where(found => found.Id == token.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(found => found.LastUsedAt, at), cancellationToken);
    }

    /// <summary>Makes the token with this name be the one with this hash, and no other.</summary>
    public async Task ReplaceAsync(ApiToken token, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var same = await context.ApiTokens.Where(found => found.Name == token.Name || found.Hash == token.Hash).ToListAsync(cancellationToken);
        if (same is [{ RevokedAt: null } only] && only.Hash == token.Hash && only.Name == token.Name)
        {
            return;
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        context.RemoveRange(same);
        await context.SaveChangesAsync(cancellationToken);
        context.Add(token);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
