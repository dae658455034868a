namespace Release.Sandbox.Workloads;

/// <summary>Computes the next sizes of a Deployment's ReplicaSets as the real controller does.</summary>
internal static class RollingUpdate
{
    /// <param name="current">The ReplicaSet of the Deployment's template; null while a paused Deployment has none.</param>
    /// <param name="old">The others, oldest first.</param>
    /// <returns>The ReplicaSets to scale, with their new size; none when there is nothing to do now.</returns>
    public static IReadOnlyList<(ReplicaSetState Set, int Replicas)> Step(DeploymentSpec spec, ReplicaSetState? current, IReadOnlyList<ReplicaSetState> old)
    {
        if (current is null)
        {
            return [];
        }

        var scaling = spec.Recreate ? Recreate(spec, current, old) : ScaleNew(spec, current, old);
        return scaling.Count > 0 || spec.Recreate || spec.Paused ? scaling : ScaleDown(spec, current, old);
    }

    private static IReadOnlyList<(ReplicaSetState Set, int Replicas)> Recreate(DeploymentSpec spec, ReplicaSetState current, IReadOnlyList<ReplicaSetState> old)
    {
        var down = old.Where(set => set.Desired > 0).Select(set => (set, 0)).ToList();
        if (down.Count > 0)
        {
            return down;
        }

        return old.Any(set => set.Replicas > 0) || current.Desired == spec.Replicas ? [] : [(current, spec.Replicas)];
    }

    private static IReadOnlyList<(ReplicaSetState Set, int Replicas)> ScaleNew(DeploymentSpec spec, ReplicaSetState current, IReadOnlyList<ReplicaSetState> old)
    {
        if (current.Desired == spec.Replicas)
        {
            return [];
        }

        var others = old.Sum(set => set.Desired);
        if (current.Desired > spec.Replicas || others == 0)
        {
            return [(current, spec.Replicas)];
        }

        var room = spec.Replicas + spec.MaxSurge - current.Desired - others;
        return room <= 0 ? [] : [(current, Math.Min(spec.Replicas, current.Desired + room))];
    }

    private static List<(ReplicaSetState Set, int Replicas)> ScaleDown(DeploymentSpec spec, ReplicaSetState current, IReadOnlyList<ReplicaSetState> old)
    {
        var sizes = old.Where(set => set.Desired > 0).ToDictionary(set => set, set => set.Desired);
        if (sizes.Count == 0)
        {
            return [];
        }

        var needed = spec.Replicas - spec.MaxUnavailable;
        var most = current.Desired + sizes.Values.Sum() - needed - (current.Desired - current.Available);
        foreach (var set in old.Where(sizes.ContainsKey))
        {
            // Unavailable pods are removed first.
            var unhealthy = Math.Min(Math.Max(0, most), Math.Max(0, set.Desired - set.Available));
            sizes[set] -= unhealthy;
            most -= unhealthy;
        }

        var spare = Math.Min(most, current.Available + old.Sum(set => Math.Min(set.Available, sizes.GetValueOrDefault(set))) - needed);
        foreach (var set in old.Where(sizes.ContainsKey))
        {
            var fewer = Math.Clamp(spare, 0, sizes[set]);
            sizes[set] -= fewer;
            spare -= fewer;
        }

        return [.. sizes.Where(size => size.Value != size.Key.Desired).Select(size => (size.Key, size.Value))];
    }
}
