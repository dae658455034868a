namespace Release.Core.Configuration;

/// <summary>How current our copy of the configuration repository is.</summary>
public sealed class ConfigurationStatus
{
    private volatile State _state = new(null, null, null);

    /// <summary>The commit read last; null before the first.</summary>
    public string? Commit => _state.Commit;

    public DateTimeOffset? LastSeen => _state.LastSeen;

    /// <summary>Why the last reading failed, in words; null when it did not.</summary>
    public string? Problem => _state.Problem;

    public void Seen(string commit, DateTimeOffset at) => _state = new(commit, at, null);

    public void Failed(string problem) => _state = _state with { Problem = problem };

    private sealed record State(string? Commit, DateTimeOffset? LastSeen, string? Problem);
}

/// <summary>Requests a read of the configuration repository now instead of at the next interval.</summary>
public sealed class ConfigurationSignal
{
    /// <summary>Handlers must return at once.</summary>
    public event Action? Asked;

    public void Ask() => Asked?.Invoke();
}
