namespace Release.Core.Live;

/// <summary>Has the configuration repository looked at now instead of at the next interval.</summary>
public sealed class ConfigurationSignal
{
    /// <summary>Handlers only note it and return.</summary>
    public event Action? Asked;

    public void Ask() => Asked?.Invoke();
}
