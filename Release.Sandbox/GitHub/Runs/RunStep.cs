namespace Release.Sandbox.GitHub.Runs;

/// <summary>One step of a run's job.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Status"><c>queued</c>, <c>in_progress</c>, <c>completed</c>.</param>
/// <param name="Conclusion">Null until it is completed.</param>
internal sealed record RunStep(int Number, string Name, string Status, string? Conclusion);
