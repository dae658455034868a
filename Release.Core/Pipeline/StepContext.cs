using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Sources;

namespace Release.Core.Pipeline;

/// <summary>What a step knows of its deployment.</summary>
/// <param name="ConfigCommit">The commit that <see cref="StepName.UpdateImageTag"/> made or found.</param>
/// <param name="ConfigChanged">Whether it made that commit.</param>
/// <param name="Attempt">1 is the first try.</param>
/// <param name="Resumptions">How often a person resumed this step.</param>
/// <param name="StepStartedAt">When this step began, or began anew.</param>
/// <param name="IsFirstPass">No pass has succeeded since then, or since the last error.</param>
/// <param name="SmokeTestMessage">What the smoke test said; null before it is done.</param>
/// <param name="Frozen">Release's own freeze of the application.</param>
/// <param name="Now">The time of this pass.</param>
/// <param name="OutsideTime">How long outside systems were unavailable since the step began; does not count against its timeout.</param>
/// <param name="Tasks">The stored sub-steps of this run.</param>
public sealed record StepContext(
    Guid DeploymentId,
    Cell Cell,
    ImageTag Version,
    Trigger Trigger,
    bool PromoteRequested,
    string RequestedBy,
    string? ConfigCommit,
    bool ConfigChanged,
    int Attempt,
    int Resumptions,
    DateTimeOffset StepStartedAt,
    bool IsFirstPass,
    string? SmokeTestMessage,
    bool Frozen,
    DateTimeOffset Now,
    TimeSpan OutsideTime,
    IReadOnlyList<StepTaskReport> Tasks)
{
    /// <summary>What syncs the cell's environment.</summary>
    public EnvironmentEngine Engine { get; init; }

    /// <summary>The application's repository, <c>owner/name</c> or a bare name.</summary>
    public string Repository { get; init; } = "";

    public string DefaultBranch { get; init; } = "main";

    /// <summary>The commit of the version; null while it is not known.</summary>
    public CommitSha? SourceCommit { get; init; }

    /// <summary>The run that builds the image; null when none was requested.</summary>
    public DeploymentBuild? Build { get; init; }

    /// <summary>
    /// Operations that ended before this belong to an earlier attempt. With a commit of this deployment every operation
    /// counts, because no earlier one can contain that commit.
    /// </summary>
    public DateTimeOffset AttemptBegan => IsAgain ? StepStartedAt : DateTimeOffset.MinValue;

    /// <summary>Whether the same was requested before, by this deployment before a person resumed it or by another deployment.</summary>
    public bool IsAgain => Resumptions > 0 || !ConfigChanged;

    /// <summary>Whether the step has used up its time.</summary>
    public bool IsOverdue(StepPolicy policy) => Now - StepStartedAt - OutsideTime > policy.Timeout;

    internal static StepContext Of(Deployment deployment, DeploymentStep step, Application? application, EnvironmentEngine engine, DateTimeOffset now) => new(
        deployment.Id,
        deployment.Cell,
        deployment.Version,
        deployment.Trigger,
        deployment.PromoteRequested,
        deployment.RequestedBy,
        deployment.ConfigCommit,
        deployment.ConfigChanged,
        step.Attempt,
        step.Resumptions,
        step.StartedAt ?? now,
        !step.HasReported,
        deployment.Step(StepName.SmokeTest).Message,
        application?.DeployFreeze ?? false,
        now,
        step.OutsideTime(now),
        [.. step.Tasks.Where(task => task.Run == step.Resumptions).Select(task => task.Report())])
    {
        Engine = engine,
        Repository = application?.Repository ?? deployment.Application.Value,
        DefaultBranch = application?.DefaultBranch ?? "main",
        SourceCommit = CommitSha.OrNull(deployment.SourceCommit),
        Build = deployment.Build,
    };
}
