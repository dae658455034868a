using Release.Core.Live;

namespace Release.Core.Ports;

/// <summary>Tells people of something. Transient trouble throws <see cref="OutsideException"/>.</summary>
public interface INotifier
{
    Task SendAsync(Notification notification, CancellationToken cancellationToken);
}
