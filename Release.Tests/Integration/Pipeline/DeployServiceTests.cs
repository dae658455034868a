using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Commands;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Events;
using Release.Core.Intake;
using Release.Data.Queries;

namespace Release.Tests.Integration.Pipeline;

/// <summary>The doors authorise before they act, whoever calls them.</summary>
public sealed class DeployServiceTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly Actor Developer = Actor.Person("dev", Role.Developer);
    private static readonly Actor Deployer = Actor.Person("deployer", Role.Deployer);

    private PipelineHarness _harness = null!;

    private DeployService Deploys => _harness.Service<DeployService>();

    public async ValueTask InitializeAsync() => _harness = await PipelineHarness.StartAsync();

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task A_developer_deploys_to_the_first_environment_and_not_to_production()
    {
        var open = await DeployAsync(Developer, PipelineHarness.Integration, "v2");
        var closed = await DeployAsync(Developer, PipelineHarness.Production, "v2");

        var deployment = open.ShouldBeOfType<DeployResult.Accepted>().Deployment;
        (deployment.Trigger, deployment.PromoteRequested, deployment.RequestedBy).ShouldBe((Trigger.Manual, false, "dev"));
        closed.ShouldBeOfType<DeployResult.Forbidden>().Reason.ShouldContain("deployer");
        (await _harness.NewestAsync(PipelineHarness.Production)).ShouldBeNull();
        await ShouldBeOnRecordAsync("dev", 1);
    }

    [Fact]
    public async Task The_same_again_is_already_under_way()
    {
        var first = (await DeployAsync(Developer, PipelineHarness.Integration, "v2")).ShouldBeOfType<DeployResult.Accepted>().Deployment;

        (await DeployAsync(Deployer, PipelineHarness.Integration, "v2")).ShouldBeOfType<DeployResult.AlreadyUnderWay>().Deployment.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_named()
    {
        var version = await DeployAsync(Developer, PipelineHarness.Integration, "no such thing");
        var application = await Deploys.DeployAsync(Developer, new Cell(ApplicationName.Parse("nobody"), PipelineHarness.Integration), "v2", null, Cancel);

        version.ShouldBeOfType<DeployResult.Refused>().Field.ShouldBe(DeployResult.VersionField);
        application.ShouldBeOfType<DeployResult.Refused>().Field.ShouldBe("application");
    }

    [Fact]
    public async Task Without_the_role_a_deployment_is_neither_resumed_nor_cancelled_nor_rolled_back()
    {
        var deployment = await _harness.RequestAsync("v2", Trigger.Manual, promote: false, PipelineHarness.Production);

        DeployResult[] results =
        [
            await Deploys.ResumeAsync(Developer, deployment.Id, Cancel),
            await Deploys.CancelAsync(Developer, deployment.Id, Cancel),
            await Deploys.RollbackAsync(Developer, deployment.Id, null, Cancel),
        ];

        results.ShouldAllBe(result => result is DeployResult.Forbidden);
        (await _harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Queued);
        await ShouldBeOnRecordAsync("dev", 3);
        (await Deploys.CancelAsync(Deployer, deployment.Id, Cancel)).ShouldBeOfType<DeployResult.Accepted>();
        (await Deploys.CancelAsync(Deployer, deployment.Id, Cancel)).ShouldBeOfType<DeployResult.Conflict>();
    }

    [Fact]
    public async Task A_deployment_that_does_not_exist_is_not_found()
    {
        var id = Guid.NewGuid();

        (await Deploys.CancelAsync(Developer, id, Cancel)).ShouldBe(new DeployResult.NotFound(id));
    }

    [Fact]
    public async Task A_token_deploys_and_reports_with_its_scope_in_its_environments_alone()
    {
        var deploys = Actor.Machine("ci", TokenScopes.Deploy, [PipelineHarness.Integration]);
        var notifies = Actor.Machine("argo", TokenScopes.Notify, [PipelineHarness.Integration]);

        (await BuiltAsync(deploys, PipelineHarness.Integration)).ShouldBeOfType<DeployResult.Accepted>();
        (await BuiltAsync(deploys, PipelineHarness.Staging)).ShouldBeOfType<DeployResult.Forbidden>();
        (await BuiltAsync(notifies, PipelineHarness.Integration)).ShouldBeOfType<DeployResult.Forbidden>();
        (await ReportAsync(notifies, PipelineHarness.Integration)).ShouldBeOfType<ReportResult.Taken>();
        (await ReportAsync(notifies, PipelineHarness.Staging)).ShouldBeOfType<ReportResult.Forbidden>();
        (await ReportAsync(deploys, PipelineHarness.Integration)).ShouldBeOfType<ReportResult.Forbidden>();
        var sync = new PostSyncEvent("publisher", "Succeeded", ApplicationName.Parse("publisher"), ImageTag.Parse("v9"), true, true);
        (await _harness.Service<DeploymentReports>().TakeAsync(deploys, sync, Cancel)).ShouldBeOfType<ReportResult.Forbidden>();
    }

    [Fact]
    public async Task Flags_and_edits_are_refused_without_the_role_and_change_nothing()
    {
        var cell = PipelineHarness.CellOf(PipelineHarness.Staging);
        var edit = new ApplicationEdit(null, "a note", null);

        (await _harness.Service<FlagSwitch>().SetAsync(Deployer, cell, false, null, Cancel)).ShouldBeOfType<FlagResult.Forbidden>();
        (await _harness.Service<ApplicationEditor>().ApplyAsync(Actor.Person("viewer", Role.Viewer), cell.Application, edit, Cancel)).ShouldBeOfType<EditResult.Forbidden>();

        (await _harness.Outside.ReadAsync(cell, Cancel)).ShouldNotBeNull().AutomaticDeploysEnabled.ShouldBeTrue();
        (await _harness.Service<ApplicationEditor>().ApplyAsync(Developer, cell.Application, edit, Cancel)).ShouldBeOfType<EditResult.Edited>().Application.Notes.ShouldBe("a note");
    }

    private Task<DeployResult> DeployAsync(Actor actor, EnvironmentName environment, string version) =>
        Deploys.DeployAsync(actor, PipelineHarness.CellOf(environment), version, null, Cancel);

    private Task<DeployResult> BuiltAsync(Actor actor, EnvironmentName environment) =>
        Deploys.DeployBuiltAsync(actor, PipelineHarness.CellOf(environment), ImageTag.Parse("v2"), promote: true, Cancel);

    private Task<ReportResult> ReportAsync(Actor actor, EnvironmentName environment) =>
        _harness.Service<DeploymentReports>().RecordAsync(actor, "alphagov/reported", environment, ImageTag.Parse("v2"), Cancel);

    private async Task ShouldBeOnRecordAsync(string actor, int refusals) =>
        (await _harness.Service<EventQueries>().LatestAsync(null, 200, null, Cancel))
            .Count(happened => happened.Type is EventType.AccessRefused && happened.Actor == actor).ShouldBe(refusals);
}
