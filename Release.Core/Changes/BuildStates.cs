namespace Release.Core.Changes;

internal static class BuildStates
{
    /// <summary>Whether a run in this state is over: another attempt of it begins anew.</summary>
    public static bool HasEnded(this BuildState state) => state is BuildState.Succeeded or BuildState.Failed or BuildState.Cancelled;
}
