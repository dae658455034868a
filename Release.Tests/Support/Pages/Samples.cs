using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Data.Queries;
using Release.Web.Components.Shared;

namespace Release.Tests.Support.Pages;

/// <summary>What pages are drawn from.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid DeploymentId = Guid.Parse("01a201a5-f02f-78a6-983c-173ea4031e25");
    public static readonly EnvironmentOrder Order = new(
        new[] { "integration", "staging", "production" }.Select(name => new DeploymentEnvironment(EnvironmentName.Parse(name))));

    public static Viewer Viewer(Role role) => new(Actor.Person("ann", role), new AccessPolicy(Order));

    public static BoardCell Cell(string environment, string wanted = "v40", string? deployed = "v40", string? running = null) => new(
        EnvironmentName.Parse(environment), true, ImageTag.Parse(wanted), Now.AddHours(-3), true, true,
        deployed is null ? null : ImageTag.Parse(deployed), null, Now.AddHours(-2), null, null, null, null, null, null, null)
    {
        Live = new LiveCell(ImageTag.Parse(wanted), SyncStatus.Synced, HealthStatus.Healthy, [ImageTag.Parse(running ?? wanted)], 3, 3, Now.AddHours(-2)),
    };

    public static BoardRow Row(params BoardCell[] cells) => new(
        ApplicationName.Parse("publisher"), "Publisher", "alphagov/publisher", "main", "", false,
        cells.Length > 0 ? cells : [Cell("integration"), Cell("staging"), Cell("production")]);

    public static StepView Step(StepName name, StepStatus status) => new(
        name, status, 1, Now, Now.AddSeconds(3), "Pod publisher-abc: it ended with exit code 1", null, null,
        status is StepStatus.Failed ? FailureKind.Application : null);

    public static DeploymentSummary Summary(DeploymentStatus status, string environment = "staging", string version = "v41") => new(
        DeploymentId, "publisher", environment, version, Trigger.Manual, status, "ann", null, Now, Now, Now.AddSeconds(42),
        status is DeploymentStatus.Failed ? "Pod publisher-abc: it ended with exit code 1" : null, null, null);

    public static DeploymentDetail Detail(DeploymentStatus status, string environment = "staging") => new(
        Summary(status, environment), false, null,
        [
            Step(StepName.UpdateImageTag, StepStatus.Succeeded),
            Step(StepName.Sync, StepStatus.Succeeded),
            Step(StepName.Rollout, status is DeploymentStatus.Failed ? StepStatus.Failed : StepStatus.Running),
            Step(StepName.SmokeTest, StepStatus.Pending),
            Step(StepName.Promote, StepStatus.Pending),
        ],
        null);

    public static StepLogView Log(int lines, int? failing) => new(
        StepName.Rollout, "Pod publisher-abc", string.Join('\n', Enumerable.Range(0, lines).Select(number => $"line {number}")) + "\n", failing, Now);
}
