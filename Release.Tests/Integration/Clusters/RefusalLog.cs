using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Release.Core.Failures;

namespace Release.Tests.Integration.Clusters;

/// <summary>What the API server refused, from wherever the product says it: thrown, logged, or a watch's status.</summary>
internal sealed class RefusalLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _messages = new();

    public event Action? Added;

    public IReadOnlyCollection<string> Messages => _messages;

    public void Add(OutsideException refusal) => Add(refusal.Message);

    public void Add(string message)
    {
        _messages.Enqueue(message);
        Added?.Invoke();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("It is its own provider.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is OutsideException refusal)
        {
            Add(refusal);
        }
    }

    public void Dispose() => _messages.Clear();
}
