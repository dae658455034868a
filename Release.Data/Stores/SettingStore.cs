using Microsoft.EntityFrameworkCore;
using Release.Data.Rows;

namespace Release.Data.Stores;

/// <summary>Values that Release keeps by name.</summary>
public sealed class SettingStore
{
    private readonly DatabaseWriter _writer;

    internal SettingStore(DatabaseWriter writer) => _writer = writer;

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
