namespace Release.Sandbox.Workloads;

/// <summary>Judges how a rollout goes, as the deployment controller does for its conditions.</summary>
internal sealed class RolloutProgress(DateTimeOffset now)
{
    public void Assess(DeploymentRuntime runtime)
    {
        var updated = runtime.Updated.Count();
        var ready = runtime.Updated.Count(pod => pod.Phase == PodPhase.Ready);
        if (updated > runtime.MostUpdated || ready > runtime.MostReady)
        {
            runtime.MostUpdated = Math.Max(updated, runtime.MostUpdated);
            runtime.MostReady = Math.Max(ready, runtime.MostReady);
            runtime.LastProgress = now;
            SetDeadline(runtime, exceeded: false);
        }

        runtime.Complete = ready == runtime.Replicas && updated == runtime.Replicas && runtime.Pods.Count == runtime.Replicas;
        if (runtime.Complete)
        {
            SetDeadline(runtime, exceeded: false);
        }
        else if (now >= runtime.LastProgress + TimeSpan.FromSeconds(runtime.DeadlineSeconds))
        {
            SetDeadline(runtime, exceeded: true);
        }

        var available = runtime.ReadyCount >= Math.Max(runtime.Replicas - (runtime.Replicas / 4), Math.Min(1, runtime.Replicas));
        if (available != runtime.Available)
        {
            runtime.Available = available;
            runtime.AvailableSince = now;
        }
    }

    private void SetDeadline(DeploymentRuntime runtime, bool exceeded)
    {
        if (runtime.DeadlineExceeded != exceeded)
        {
            runtime.DeadlineExceeded = exceeded;
            runtime.ProgressingSince = now;
        }
    }
}
