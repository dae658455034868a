using Release.Core.Board;

namespace Release.Web.Hosting;

/// <summary>Options under <c>Release:Observe</c>, for environments whose mode is Observe.</summary>
public sealed class ObserveOptions
{
    /// <summary>Seconds that a version may run unannounced before it is recorded as deployed.</summary>
    public double GraceSeconds { get; set; } = ObserveSettings.Default.Grace.TotalSeconds;

    public ObserveSettings Settings() => new(TimeSpan.FromSeconds(GraceSeconds));
}
