namespace Release.Tests.Integration.Kill;

/// <summary>Time that passes, where how long something is left alone is itself what is tested.</summary>
internal static class Moments
{
    public static async Task PassAsync(TimeSpan time)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = TimeProvider.System.CreateTimer(_ => over.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await over.Task;
    }
}
