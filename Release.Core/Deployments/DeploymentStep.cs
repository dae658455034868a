namespace Release.Core.Deployments;

/// <summary>One step of a deployment. Only <see cref="Deployment"/> changes it.</summary>
public sealed class DeploymentStep
{
    private readonly List<StepLog> _logs = [];

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

    public IReadOnlyList<StepLog> Logs => _logs;

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
    }

    internal void Retry(string why)
    {
        Require(Status is StepStatus.Running, nameof(Retry));
        Attempt++;
        Message = why;
    }

    internal void Succeed(string message, DateTimeOffset at) => Finish(StepStatus.Succeeded, message, null, at);

    internal void Fail(string message, FailureKind kind, DateTimeOffset at) => Finish(StepStatus.Failed, message, kind, at);

    internal void Skip(string message, DateTimeOffset at)
    {
        Require(Status is StepStatus.Pending or StepStatus.Running, nameof(Skip));
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
    }

    internal void Keep(StepLog log) => _logs.Add(log);

    private void Finish(StepStatus status, string message, FailureKind? kind, DateTimeOffset at)
    {
        Require(Status is StepStatus.Running, status.ToString());
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
