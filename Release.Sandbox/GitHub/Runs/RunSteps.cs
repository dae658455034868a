namespace Release.Sandbox.GitHub.Runs;

/// <summary>The steps of a run at its current stage.</summary>
internal static class RunSteps
{
    public static IEnumerable<RunStep> Of(WorkflowRun run)
    {
        var names = WorkflowFile.Of(run).Steps;
        var current = run.Stage switch
        {
            RunStage.Queued => 0,
            RunStage.Building => 1,
            RunStage.Built => names.Count - 1,
            _ => FailedAt(run, names),
        };
        for (var at = 0; at < names.Count; at++)
        {
            yield return new RunStep(at + 1, names[at], StatusOf(run, at, current), ConclusionOf(run, at, current));
        }
    }

    /// <summary>Index of the step at which a completed run failed; after the last step when it succeeded.</summary>
    private static int FailedAt(WorkflowRun run, IReadOnlyList<string> names)
    {
        if (run.Conclusion == "success")
        {
            return names.Count;
        }

        var failed = names.ToList().FindIndex(name => run.Failure?.StartsWith(name + ":", StringComparison.Ordinal) == true);
        return failed < 0 ? 1 : failed;
    }

    private static string StatusOf(WorkflowRun run, int at, int current) =>
        run.Stage is RunStage.Completed || at < current ? "completed" : at == current && run.Stage is not RunStage.Queued ? "in_progress" : "queued";

    private static string? ConclusionOf(WorkflowRun run, int at, int current) => (at.CompareTo(current), run.Stage) switch
    {
        ( < 0, _) => "success",
        (0, RunStage.Completed) => run.Conclusion,
        ( > 0, RunStage.Completed) => "skipped",
        _ => null,
    };
}

/// <summary>One step of a run's job.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Status"><c>queued</c>, <c>in_progress</c>, <c>completed</c>.</param>
/// <param name="Conclusion">Null until it is completed.</param>
internal sealed record RunStep(int Number, string Name, string Status, string? Conclusion);
