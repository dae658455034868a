using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace Release.Web.Jobs;

/// <summary>
/// Hangfire's log, written to the host's. Hangfire has one for the whole process; where several hosts share it, as tests
/// do, the last one's may have ended, and then nothing is written rather than something thrown.
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

    /// <summary>Of a host that has ended: nothing is logged.</summary>
    public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
}
