namespace Release.Core.Live;

/// <summary>How environments are observed where others deploy.</summary>
/// <param name="Grace">How long a version may run before, unannounced, it is recorded as deployed.</param>
public sealed record ObserveSettings(TimeSpan Grace)
{
    public static readonly ObserveSettings Default = new(TimeSpan.FromSeconds(30));
}
