using Release.Sandbox.Controllers;

namespace Release.Sandbox.Clusters;

/// <summary>Keeps the controllers of a bare cluster going: sleeps until a change or a deadline wakes it.</summary>
internal sealed class ControllerLoop(ControlPlane plane, ControllerManager controllers, string cluster, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>Until cancelled; a failure is logged and does not end it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var changed = Task.WhenAny(plane.Store.NextChange, plane.Woken);
                controllers.Drain();
                var pause = plane.Queue.Next is { } due ? due - time.GetUtcNow() : LongestSleep;
                if (pause > TimeSpan.Zero)
                {
                    await WaitAsync(changed, pause < LongestSleep ? pause : LongestSleep, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Log.LoopFailed(logger, exception, cluster);
                await Task.Delay(AfterFailure, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task WaitAsync(Task changed, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(pause, time, woken.Token));
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
