namespace Release.Web.Hosting;

/// <summary>Closed until everything that must run before the first request is done.</summary>
public sealed class StartupGate
{
    private volatile bool _open;

    public bool IsOpen => _open;

    public void Open() => _open = true;
}
