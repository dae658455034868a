namespace Release.Integrations.Kubernetes.Watch;

/// <summary>How long to wait after trouble: doubling, with jitter so that many do not come back at the same instant.</summary>
internal sealed class BackOff(TimeSpan first, TimeSpan longest, Func<double> jitter)
{
    private int _failures;

    public void Reset() => _failures = 0;

    public TimeSpan Next()
    {
        var doubled = first * Math.Pow(2, Math.Min(_failures++, 20));
        return (doubled < longest ? doubled : longest) * (0.5 + (jitter() / 2));
    }
}
