using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Core.Notifications;

/// <summary>The message about a failed deployment, sent once (contracts §11).</summary>
/// <param name="Key">Identifies the message: no key is sent twice.</param>
/// <param name="DeploymentId">Which deployment; the button "View deployment" leads there.</param>
/// <param name="Cell">Whose deployment, where.</param>
/// <param name="Version">What was being deployed.</param>
/// <param name="Step">The step that failed.</param>
/// <param name="Kind">What kind of failure it was.</param>
/// <param name="Reason">In words.</param>
public sealed record Notification(
    string Key, Guid DeploymentId, Cell Cell, ImageTag Version, StepName Step, FailureKind Kind, string Reason);

/// <summary>Sends messages to people. Transient failures throw <see cref="OutsideException"/>.</summary>
public interface INotifier
{
    Task SendAsync(Notification notification, CancellationToken cancellationToken);
}
