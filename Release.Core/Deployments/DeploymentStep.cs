using Release.Core.Failures;

namespace Release.Core.Deployments;

/// <summary>One step of a deployment. Only <see cref="Deployment"/> changes it.</summary>
public sealed class DeploymentStep
{
    private readonly List<StepLog> _logs = [];
    private readonly List<StepTask> _tasks = [];

    internal DeploymentStep(StepName name)
    {
        Name = name;
    }

    private DeploymentStep()
    {
    }

    public int Id { get; private set; }

    public StepName Name { get; private set; }

    public StepStatus Status { get; private set; }

    /// <summary>How often it was tried since it last began anew; 1 is the first try.</summary>
    public int Attempt { get; private set; }

    /// <summary>How often it was resumed by a person; makes each run's outside identity its own.</summary>
    public int Resumptions { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>One sentence: what it waits for, what it did, or why it failed.</summary>
    public string? Message { get; private set; }

    public int? ProgressDone { get; private set; }

    public int? ProgressTotal { get; private set; }

    public FailureKind? Failure { get; private set; }

    /// <summary>Whether a pass has got through since the step began, its last error, or the outside went away.</summary>
    public bool HasReported { get; private set; }

    /// <summary>Since when the outside that it needs (a cluster, git) cannot be reached; null while it can.</summary>
    public DateTimeOffset? OutsideSince { get; private set; }

    /// <summary>How long the outside was away before, in all, since the step began; time away now is not in it.</summary>
    public double OutsideSeconds { get; private set; }

    public IReadOnlyList<StepLog> Logs => _logs;

    /// <summary>Its sub-steps, of every run.</summary>
    public IReadOnlyList<StepTask> Tasks => _tasks;

    /// <summary>How long the outside has been away since the step began: time that does not count against its timeout.</summary>
    public TimeSpan OutsideTime(DateTimeOffset now) =>
        TimeSpan.FromSeconds(OutsideSeconds) + (OutsideSince is { } since && now > since ? now - since : TimeSpan.Zero);

    internal void Start(DateTimeOffset at)
    {
        Require(Status is StepStatus.Pending, nameof(Start));
        Status = StepStatus.Running;
        Attempt = 1;
        StartedAt = at;
    }

    internal void Report(string message, int? done, int? total)
    {
        Require(Status is StepStatus.Running, nameof(Report));
        Message = message;
        ProgressDone = done;
        ProgressTotal = total;
        HasReported = true;
    }

    /// <summary>The outside cannot be reached: it waits, neither its tries nor its time are used up. Returns whether anything changed.</summary>
    internal bool LoseOutside(string message, DateTimeOffset at)
    {
        Require(Status is StepStatus.Running, nameof(LoseOutside));
        if (OutsideSince is not null && Message == message && !HasReported)
        {
            return false;
        }

        OutsideSince ??= at;
        Message = message;
        HasReported = false;
        return true;
    }

    /// <summary>The outside answered. Returns whether it had been away.</summary>
    internal bool FindOutside(DateTimeOffset at)
    {
        if (OutsideSince is null)
        {
            return false;
        }

        OutsideSeconds = OutsideTime(at).TotalSeconds;
        OutsideSince = null;
        return true;
    }

    /// <summary>Takes what the outside says of sub-steps; the same report again changes nothing. Returns whether anything changed.</summary>
    internal bool Take(IReadOnlyList<StepTaskReport> reports, DateTimeOffset at)
    {
        Require(Status is StepStatus.Running, nameof(Take));
        var changed = false;
        foreach (var report in reports)
        {
            var kind = StepTask.Fitting(report.Kind, StepTask.MaxKindLength);
            var name = StepTask.Fitting(report.Name, StepTask.MaxNameLength);
            var task = _tasks.Find(known => known.Run == Resumptions && known.Kind == kind && known.Name == name);
            if (task is null)
            {
                task = new StepTask(kind, name, Resumptions);
                _tasks.Add(task);
                changed = true;
            }

            changed |= task.Take(report, at);
        }

        return changed;
    }

    internal void Retry(string why)
    {
        Require(Status is StepStatus.Running, nameof(Retry));
        Attempt++;
        Message = why;
        HasReported = false;
    }

    internal void Succeed(string message, DateTimeOffset at) => Finish(StepStatus.Succeeded, message, null, at);

    internal void Fail(string message, FailureKind kind, DateTimeOffset at) => Finish(StepStatus.Failed, message, kind, at);

    internal void Skip(string message, DateTimeOffset at)
    {
        Require(Status is StepStatus.Pending or StepStatus.Running, nameof(Skip));
        _ = FindOutside(at);
        FinishedAt = StartedAt is null ? null : at;
        Status = StepStatus.Skipped;
        Message = message;
    }

    internal void Reset()
    {
        Require(Status is StepStatus.Failed or StepStatus.Skipped, nameof(Reset));
        Resumptions += Status is StepStatus.Failed ? 1 : 0;
        Status = StepStatus.Pending;
        Attempt = 0;
        StartedAt = null;
        FinishedAt = null;
        Message = null;
        ProgressDone = null;
        ProgressTotal = null;
        Failure = null;
        HasReported = false;
        OutsideSince = null;
        OutsideSeconds = 0;
    }

    internal void Keep(StepLog log) => _logs.Add(log);

    private void Finish(StepStatus status, string message, FailureKind? kind, DateTimeOffset at)
    {
        Require(Status is StepStatus.Running, status.ToString());
        _ = FindOutside(at);
        Status = status;
        Message = message;
        Failure = kind;
        FinishedAt = at;
    }

    private void Require(bool legal, string action)
    {
        if (!legal)
        {
            throw new IllegalTransitionException($"Step {Name} is {Status}: {action} is not possible.");
        }
    }
}
