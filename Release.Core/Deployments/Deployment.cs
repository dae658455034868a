using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Failures;

namespace Release.Core.Deployments;

/// <summary>One attempt to bring one version of one application to one environment.</summary>
public sealed partial class Deployment
{
    public static readonly IReadOnlyList<StepName> StepOrder = Enum.GetValues<StepName>();

    private readonly List<DeploymentStep> _steps = [];

    private Deployment()
    {
    }

    /// <summary>Sortable by creation (UUID version 7).</summary>
    public Guid Id { get; private set; }

    public ApplicationName Application { get; private set; } = null!;

    public EnvironmentName Environment { get; private set; } = null!;

    public ImageTag Version { get; private set; } = null!;

    public Trigger Trigger { get; private set; }

    public DeploymentStatus Status { get; private set; }

    /// <summary>Whether the request asked for promotion to the next environment.</summary>
    public bool PromoteRequested { get; private set; }

    /// <summary>The person or machine token that asked.</summary>
    public string RequestedBy { get; private set; } = "";

    public string? Reason { get; private set; }

    /// <summary>The deployment whose success triggered this one.</summary>
    public Guid? PromotedFrom { get; private set; }

    public Guid? SupersededBy { get; private set; }

    /// <summary>The version as requested (a branch, a commit), if that was not the image's tag; null otherwise.</summary>
    public string? Reference { get; private set; }

    /// <summary>The application's commit of this version, 40 hexadecimal digits; null while it is not known.</summary>
    public string? SourceCommit { get; private set; }

    /// <summary>The version deployed here at the time of the request, from which the shipped changes are counted.</summary>
    public ImageTag? ReplacedVersion { get; private set; }

    /// <summary>The run that builds its image; null when the image existed.</summary>
    public DeploymentBuild? Build { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The commit in the configuration repository that carries this version.</summary>
    public string? ConfigCommit { get; private set; }

    /// <summary>Whether this deployment made that commit; false when the file already had the version.</summary>
    public bool ConfigChanged { get; private set; }

    public string? FailureReason { get; private set; }

    /// <summary>How often it has failed; each failure is reported once.</summary>
    public int Failures { get; private set; }

    public PromotionDecision? Promotion { get; private set; }

    /// <summary>Changes with every save, to detect concurrent writes.</summary>
    public int Revision { get; private set; }

    public IReadOnlyList<DeploymentStep> Steps => _steps;

    public Cell Cell => new(Application, Environment);

    public bool IsActive => Status is DeploymentStatus.Queued or DeploymentStatus.Running;

    /// <summary>The step to work on: the first one that has not succeeded.</summary>
    public DeploymentStep? CurrentStep =>
        IsActive ? _steps.OrderBy(step => step.Name).FirstOrDefault(step => step.Status is not StepStatus.Succeeded) : null;

    public bool HasLanded => _steps.Exists(step => step is { Name: StepName.Rollout, Status: StepStatus.Succeeded });

    /// <summary>A deployment that Release will carry out.</summary>
    public static Deployment Queue(
        Cell cell, ImageTag version, Trigger trigger, bool promote, string requestedBy, string? reason, Guid? promotedFrom, DateTimeOffset at)
    {
        var deployment = Create(cell, version, trigger, requestedBy, at);
        deployment.Status = DeploymentStatus.Queued;
        deployment.PromoteRequested = promote;
        deployment.Reason = reason;
        deployment.PromotedFrom = promotedFrom;
        deployment._steps.AddRange(StepOrder.Select(name => new DeploymentStep(name)));
        return deployment;
    }

    /// <summary>A deployment by others that was reported to Release (contracts §1).</summary>
    /// <param name="cell">Which application where.</param>
    /// <param name="version">What they deployed.</param>
    /// <param name="requestedBy">Who reported it.</param>
    /// <param name="at">When it was deployed.</param>
    /// <param name="note">How Release knows of it, if nobody reported it.</param>
    public static Deployment Record(Cell cell, ImageTag version, string requestedBy, DateTimeOffset at, string? note = null)
    {
        var deployment = Create(cell, version, Trigger.External, requestedBy, at);
        deployment.Status = DeploymentStatus.Recorded;
        deployment.Reason = note;
        deployment.StartedAt = at;
        deployment.FinishedAt = at;
        return deployment;
    }

    /// <summary>A deployment that Release only observed is now reported by those who did it.</summary>
    public void Announce(string by, DateTimeOffset at)
    {
        if (Status is not DeploymentStatus.Recorded)
        {
            throw Illegal(nameof(Announce));
        }

        RequestedBy = by;
        Reason = $"{Reason}. Announced later".TrimStart('.', ' ');
        FinishedAt = at;
        Revision++;
    }

    public DeploymentStep Step(StepName name) =>
        _steps.Find(step => step.Name == name) ?? throw new IllegalTransitionException($"A {Status} deployment has no step {name}.");

    /// <summary>Begins its current step, if it has not begun yet.</summary>
    public DeploymentStep BeginStep(DateTimeOffset at)
    {
        var step = CurrentStep ?? throw Illegal(nameof(BeginStep));
        if (Status is DeploymentStatus.Queued)
        {
            Status = DeploymentStatus.Running;
            StartedAt ??= at;
            Revision++;
        }

        if (step.Status is StepStatus.Pending)
        {
            step.Start(at);
            Revision++;
        }

        return step;
    }

    public void ReportProgress(string message, int? done, int? total)
    {
        Running(nameof(ReportProgress)).Report(message, done, total);
        Revision++;
    }

    public void RetryStep(string why)
    {
        Running(nameof(RetryStep)).Retry(why);
        Revision++;
    }

    /// <summary>Records that a system which the current step needs is unavailable. Returns whether anything changed.</summary>
    public bool LoseOutside(string message, DateTimeOffset at) => Changed(Running(nameof(LoseOutside)).LoseOutside(message, at));

    /// <summary>Records that the outside systems answer. Returns whether one had been unavailable.</summary>
    public bool FindOutside(DateTimeOffset at) => Changed(Running(nameof(FindOutside)).FindOutside(at));

    /// <summary>Stores reports about the current step's sub-steps. Returns whether anything changed.</summary>
    public bool TakeTasks(IReadOnlyList<StepTaskReport> reports, DateTimeOffset at) => Changed(Running(nameof(TakeTasks)).Take(reports, at));

    public void KeepLog(StepLog log)
    {
        Running(nameof(KeepLog)).Keep(log);
        Revision++;
    }

    public void RecordCommit(string commit, bool changed)
    {
        _ = Running(nameof(RecordCommit));
        ConfigCommit = commit;
        ConfigChanged = changed;
        Revision++;
    }

    public void Decide(PromotionDecision decision)
    {
        _ = Running(nameof(Decide));
        Promotion = decision;
        Revision++;
    }

    /// <summary>Completes the current step; after the last one the deployment has succeeded.</summary>
    public void CompleteStep(string message, DateTimeOffset at)
    {
        Running(nameof(CompleteStep)).Succeed(message, at);
        Revision++;
        if (CurrentStep is null)
        {
            Status = DeploymentStatus.Succeeded;
            FinishedAt = at;
        }
    }

    public void FailStep(string reason, FailureKind kind, DateTimeOffset at)
    {
        Running(nameof(FailStep)).Fail(reason, kind, at);
        Status = DeploymentStatus.Failed;
        FailureReason = reason;
        Failures++;
        FinishedAt = at;
        Revision++;
    }

    /// <summary>Resumes at the failed step; earlier steps stay done.</summary>
    public void Resume()
    {
        if (Status is not DeploymentStatus.Failed)
        {
            throw Illegal(nameof(Resume));
        }

        // Resuming after a failed build requests a new build.
        Build = _steps.Exists(step => step is { Name: StepName.Build, Status: StepStatus.Failed }) ? null : Build;
        foreach (var step in _steps.Where(step => step.Status is StepStatus.Failed or StepStatus.Skipped))
        {
            step.Reset();
        }

        Status = DeploymentStatus.Running;
        FailureReason = null;
        FinishedAt = null;
        Revision++;
    }

    public void Cancel(string by, DateTimeOffset at) => End(DeploymentStatus.Cancelled, $"Cancelled by {by}", at, nameof(Cancel));

    public void Supersede(Deployment newer, DateTimeOffset at)
    {
        End(DeploymentStatus.Superseded, $"Superseded by {newer.Version}", at, nameof(Supersede));
        SupersededBy = newer.Id;
    }

    private static Deployment Create(Cell cell, ImageTag version, Trigger trigger, string requestedBy, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        Application = cell.Application,
        Environment = cell.Environment,
        Version = version,
        Trigger = trigger,
        RequestedBy = requestedBy,
        CreatedAt = at,
    };

    private void End(DeploymentStatus status, string why, DateTimeOffset at, string action)
    {
        if (!IsActive)
        {
            throw Illegal(action);
        }

        foreach (var step in _steps.Where(step => step.Status is StepStatus.Pending or StepStatus.Running))
        {
            step.Skip(why, at);
        }

        Status = status;
        FinishedAt = at;
        Revision++;
    }

    private bool Changed(bool changed)
    {
        Revision += changed ? 1 : 0;
        return changed;
    }

    private DeploymentStep Running(string action) =>
        Status is DeploymentStatus.Running && CurrentStep is { Status: StepStatus.Running } step ? step : throw Illegal(action);

    private IllegalTransitionException Illegal(string action) =>
        new($"Deployment {Id} of {Application} {Version} to {Environment} is {Status}: {action} is not possible.");
}
