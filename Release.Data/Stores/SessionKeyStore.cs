using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Release.Data.Rows;

namespace Release.Data.Stores;

/// <summary>Stores ASP.NET's data-protection keys in the database, so that sessions survive a restart and work on every replica.</summary>
internal sealed class SessionKeyStore(IDbContextFactory<ReleaseDbContext> contexts, DatabaseWriter writer) : IXmlRepository
{
    private const int LongestName = 200;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var context = contexts.CreateDbContext();
        return [.. context.DataProtectionKeys.AsNoTracking().Select(key => key.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    // The framework's interface is synchronous; a key is created every 90 days.
    public void StoreElement(XElement element, string friendlyName) => StoreAsync(element, friendlyName).GetAwaiter().GetResult();

    private async Task StoreAsync(XElement element, string friendlyName)
    {
        await using var write = await writer.BeginAsync(CancellationToken.None);
        var name = friendlyName.Length > LongestName ? friendlyName[..LongestName] : friendlyName;
        write.Context.DataProtectionKeys.Add(new DataProtectionKeyRow(name, element.ToString(SaveOptions.DisableFormatting)));
        await write.CommitAsync(CancellationToken.None);
    }
}
