namespace Release.Core.Deployments;

/// <summary>
/// A sub-step of a step, with its log, which is stored because hooks delete their pods. Only <see cref="DeploymentStep"/>
/// changes it.
/// </summary>
public sealed class StepTask
{
    public const int MaxKindLength = 40;
    public const int MaxNameLength = 300;
    public const int MaxMessageLength = 2000;

    /// <summary>Maximum length of the log in characters; of a longer one the end is kept.</summary>
    public const int MaxLogLength = 32 * 1024;

    internal StepTask(string kind, string name, int run)
    {
        Kind = kind;
        Name = name;
        Run = run;
    }

    private StepTask()
    {
    }

    public int Id { get; private set; }

    /// <summary>PreSync, Sync, PostSync, Job, Workflow node …</summary>
    public string Kind { get; private set; } = "";

    /// <summary>For people, for example <c>PreSync Job whitehall-upload-assets</c>.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Which run of the step it belongs to: how often the step had been resumed.</summary>
    public int Run { get; private set; }

    public StepTaskPhase Phase { get; private set; }

    public string? Message { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Null until something was read.</summary>
    public string? Log { get; private set; }

    /// <summary>Zero-based line of the log that shows the failure.</summary>
    public int? FailingLine { get; private set; }

    public bool HasEnded => Phase is StepTaskPhase.Succeeded or StepTaskPhase.Failed;

    internal StepTaskReport Report() => new(Kind, Name, Phase, Message, StartedAt, FinishedAt, Log, FailingLine);

    internal static string Fitting(string text, int length) => text.Length <= length ? text : text[..length];

    /// <summary>Stores a report. A sub-step that ended can run again. Returns whether anything changed.</summary>
    internal bool Take(StepTaskReport report, DateTimeOffset at)
    {
        var before = (Phase, Message, StartedAt, FinishedAt, Log, FailingLine);
        var ends = report.Phase is StepTaskPhase.Succeeded or StepTaskPhase.Failed;
        Message = report.Message is null ? null : Fitting(report.Message, MaxMessageLength);
        StartedAt = report.StartedAt ?? StartedAt ?? (report.Phase is StepTaskPhase.Pending ? null : at);
        FinishedAt = ends ? report.FinishedAt ?? FinishedAt ?? at : null;
        Phase = report.Phase;
        if (report.Log is { Length: > 0 } log)
        {
            (Log, FailingLine) = BoundedText.End(log, report.FailingLine, MaxLogLength);
        }

        return before != (Phase, Message, StartedAt, FinishedAt, Log, FailingLine);
    }
}

/// <summary>The phase of a sub-step.</summary>
public enum StepTaskPhase
{
    Pending,
    Running,
    Succeeded,
    Failed,
}

/// <summary>A report about a sub-step: a hook, a migration Job, a node of a workflow.</summary>
/// <param name="Kind">PreSync, Sync, PostSync, Job, Workflow node …</param>
/// <param name="Name">For people, for example <c>PreSync Job whitehall-upload-assets</c>; with the kind its identity within the step.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Message">The vendor's message; null when there is none.</param>
/// <param name="StartedAt">Null when unknown; then the time it was first seen running is used.</param>
/// <param name="FinishedAt">Null when it has not ended or the time is unknown.</param>
/// <param name="Log">Its output so far; null when none was read this time, which keeps the stored output.</param>
/// <param name="FailingLine">Zero-based line of the log that shows the failure.</param>
public sealed record StepTaskReport(
    string Kind,
    string Name,
    StepTaskPhase Phase,
    string? Message = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? FinishedAt = null,
    string? Log = null,
    int? FailingLine = null);
