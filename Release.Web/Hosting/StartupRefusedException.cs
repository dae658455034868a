namespace Release.Web.Hosting;

/// <summary>Release cannot start as it is configured. The message names the option and says how to put it right.</summary>
public sealed class StartupRefusedException : Exception
{
    public StartupRefusedException(string message)
        : base(message)
    {
    }

    public StartupRefusedException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
