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

    /// <summary>The attempt since the step last began; 1 is the first.</summary>
    public int Attempt { get; private set; }

    /// <summary>How often a person resumed it. Part of the identity of each outside run.</summary>
    public int Resumptions { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>One sentence: what it waits for, what it did, or why it failed.</summary>
    public string? Message { get; private set; }

    public int? ProgressDone { get; private set; }

    public int? ProgressTotal { get; private set; }

    public FailureKind? Failure { get; private set; }

    /// <summary>Whether a pass succeeded since the step began, since its last error, and since an outside system was last unavailable.</summary>
    public bool HasReported { get; private set; }

    /// <summary>Since when a system that it needs (a cluster, git) is unavailable; null while none is.</summary>
    public DateTimeOffset? OutsideSince { get; private set; }

    /// <summary>Total time that outside systems were unavailable since the step began, without a current outage.</summary>
    public double OutsideSeconds { get; private set; }

    public IReadOnlyList<StepLog> Logs => _logs;

    /// <summary>Its sub-steps, of all runs.</summary>
    public IReadOnlyList<StepTask> Tasks => _tasks;

    /// <summary>How long outside systems have been unavailable since the step began; this time does not count against the timeout.</summary>
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

    /// <summary>An outside system is unavailable: the step waits without using up its attempts or its time. Returns whether anything changed.</summary>
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

    /// <summary>The outside system answers. Returns whether it had been unavailable.</summary>
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

    /// <summary>Stores reports about sub-steps; a repeated report changes nothing. Returns whether anything changed.</summary>
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
