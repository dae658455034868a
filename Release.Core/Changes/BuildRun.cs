namespace Release.Core.Changes;

/// <summary>A run of an application's own workflow that builds an image.</summary>
/// <param name="Id">GitHub's number of the run; null until it is known (older servers do not say).</param>
/// <param name="Url">Where a person looks at it.</param>
public sealed record BuildRun(long? Id, string? Url, BuildState State, DateTimeOffset At)
{
    public bool HasEnded => State.HasEnded();
}
