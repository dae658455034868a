namespace Release.Sandbox.Hosting;

internal static partial class Log
{
    [LoggerMessage(6001, LogLevel.Warning, "The sandbox's state file {Path} is unreadable; it is now {Aside} and the sandbox goes on without it")]
    public static partial void StateSetAside(ILogger logger, Exception exception, string path, string aside);

    [LoggerMessage(6002, LogLevel.Error, "The sandbox's {Server} failed to answer {Method} {Path}")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string server, string method, string path);

    [LoggerMessage(6003, LogLevel.Information, "The sandbox's {Server} could not take its former port {Port} again and takes another")]
    public static partial void PortTaken(ILogger logger, string server, int port);

    [LoggerMessage(6004, LogLevel.Information, "The sandbox's {Server} answers at {Address}")]
    public static partial void ServerStarted(ILogger logger, string server, Uri address);

    [LoggerMessage(6005, LogLevel.Warning, "The sandbox drops an unreadable line of {Path}")]
    public static partial void LineDropped(ILogger logger, Exception exception, string path);
}
