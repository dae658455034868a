namespace Release.Data;

/// <summary>Release cannot start here. The message is for whoever started it: the cause, and how to put it right.</summary>
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
