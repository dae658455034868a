using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Release.Tests.Integration.Git;

/// <summary>Keeps every message at every level.</summary>
internal sealed class MessageLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _messages = new();

    public int Count(string part) => _messages.Count(message => message.Contains(part, StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _messages.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
