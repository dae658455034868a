using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace Release.Web.Jobs;

/// <summary>
/// Writes Hangfire's log to the host's. Hangfire has one log for the whole process; when several hosts share it, as in
/// tests, the host may already be disposed, and then nothing is logged.
/// </summary>
internal sealed class HangfireLog(ILoggerFactory loggers) : ILogProvider, ILog
{
    private readonly AspNetCoreLogProvider _inner = new(loggers);

    public ILog GetLogger(string name)
    {
        try
        {
            return _inner.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return this;
        }
    }

    /// <summary>Used for a host that is disposed: logs nothing.</summary>
    public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
}
