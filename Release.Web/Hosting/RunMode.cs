namespace Release.Web.Hosting;

/// <summary>What the outside is: imitated on this machine, or real.</summary>
public enum RunMode
{
    Sandbox,
    Live,
}
