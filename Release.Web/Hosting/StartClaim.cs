using Release.Data;

namespace Release.Web.Hosting;

/// <summary>What a start takes for itself before it does anything: data directory, SQLite file, addresses, in this order.</summary>
internal sealed class StartClaim : IDisposable
{
    private readonly OneOwner _owner;

    private StartClaim(OneOwner owner, BoundAddresses addresses)
    {
        _owner = owner;
        Addresses = addresses;
    }

    public BoundAddresses Addresses { get; }

    /// <exception cref="StartupRefusedException">Another process has something of it.</exception>
    public static StartClaim Take(IConfiguration configuration, ReleaseOptions options, DatabaseOptions database)
    {
        var owner = OneOwner.Take(options.DataDirectory, database);
        try
        {
            return new StartClaim(owner, BoundAddresses.Take(ListenAddresses.Of(configuration)));
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
