using Release.Data;
using Release.Web.Options;

namespace Release.Web.Start;

/// <summary>Locks what one process alone may use, before anything else happens: data directory, SQLite file, addresses, in this order.</summary>
internal sealed class StartupClaims : IDisposable
{
    private readonly ExclusiveOwnership _owner;

    private StartupClaims(ExclusiveOwnership owner, BoundAddresses addresses)
    {
        _owner = owner;
        Addresses = addresses;
    }

    public BoundAddresses Addresses { get; }

    /// <exception cref="StartupRefusedException">Another process holds one of them.</exception>
    public static StartupClaims Take(IConfiguration configuration, ReleaseOptions options, DatabaseOptions database)
    {
        var owner = ExclusiveOwnership.Take(options.DataDirectory, database);
        try
        {
            return new StartupClaims(owner, BoundAddresses.Take(ListenAddresses.Of(configuration)));
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Addresses.Dispose();
        _owner.Dispose();
    }
}
