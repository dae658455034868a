using System.Threading.Channels;
using Release.Core.Notifications;

namespace Release.Tests.Integration.Jobs;

/// <summary>Keeps what it is told to send; can fail first.</summary>
internal sealed class RecordedNotifier : INotifier
{
    private readonly Channel<Notification> _sent = Channel.CreateUnbounded<Notification>();

    public Queue<Exception> Failures { get; } = [];

    public ChannelReader<Notification> Sent => _sent.Reader;

    public Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (Failures.TryDequeue(out var failure))
        {
            throw failure;
        }

        _sent.Writer.TryWrite(notification);
        return Task.CompletedTask;
    }
}
