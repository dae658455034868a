using Microsoft.EntityFrameworkCore;
using Release.Data.Rows;

namespace Release.Data.Stores;

/// <summary>What Release remembers by name.</summary>
public sealed class SettingStore
{
    private readonly IDbContextFactory<ReleaseDbContext> _contexts;
    private readonly DatabaseWriter _writer;

    internal SettingStore(IDbContextFactory<ReleaseDbContext> contexts, DatabaseWriter writer)
    {
        _contexts = contexts;
        _writer = writer;
    }

    /// <summary>Null when it was never set.</summary>
    public async Task<string?> FindAsync(string key, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Settings.Where(setting => setting.Key == key).Select(setting => setting.Value).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task SetAsync(string key, string value, CancellationToken cancellationToken)
    {
        await using var write = await _writer.BeginAsync(cancellationToken);
        if (await write.Context.Settings.SingleOrDefaultAsync(setting => setting.Key == key, cancellationToken) is { } known)
        {
            known.Change(value);
        }
        else
        {
            write.Context.Settings.Add(new SettingRow(key, value));
        }

        await write.CommitAsync(cancellationToken);
    }
}
