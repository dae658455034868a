using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Core.Deployments;
using Release.Core.Sources;
using Release.Data.Queries;
using Release.Tests.Support.Pages;
using Release.Web.Components.Pages.Deployment;

namespace Release.Tests.Unit.Pages;

public sealed class RenderTests
{
    [Fact]
    public async Task A_failed_step_shows_its_failing_line_before_the_whole_log()
    {
        var detail = Samples.Detail(DeploymentStatus.Failed);
        var steps = DeploymentState.Steps(detail, [Samples.Log(40, 20)], Samples.Now);

        var html = await RenderAsync<Timeline>((nameof(Timeline.Steps), steps));

        html.ShouldContain("log-line failing");
        html.IndexOf("line 20", StringComparison.Ordinal).ShouldBeLessThan(html.IndexOf("Whole log", StringComparison.Ordinal));
        html.ShouldContain("Not started");
    }

    [Fact]
    public async Task A_running_step_shows_its_parts_the_failed_ones_with_their_line()
    {
        var failed = new StepTaskView(7, "PreSync", "PreSync Job publisher-db-migration", 0, StepTaskPhase.Failed, "backoff limit", Samples.Now, Samples.Now.AddSeconds(12), 9, 1);
        var detail = Samples.Detail(DeploymentStatus.Running) with
        {
            Steps = [Samples.Step(StepName.Sync, StepStatus.Running) with { Tasks = [failed, failed with { Id = 8, Name = "PreSync Job assets", Phase = StepTaskPhase.Running, FinishedAt = null, LogLength = 0 }] }],
        };
        var log = new StepLogView(StepName.Sync, failed.Name, "migrating\nPG::Error", 1, Samples.Now, failed.Id);

        var html = await RenderAsync<Timeline>((nameof(Timeline.Steps), DeploymentState.Steps(detail, [log], Samples.Now.AddSeconds(20))));

        html.ShouldContain("PreSync Job publisher-db-migration");
        html.ShouldContain("12 s");
        html.ShouldContain("20 s");
        html.IndexOf("log-line failing", StringComparison.Ordinal).ShouldBeLessThan(html.IndexOf("Whole log", StringComparison.Ordinal));
        html.ShouldContain("aria-label=\"Parts of Sync\"");
    }

    [Fact]
    public async Task A_step_that_waits_for_the_outside_says_for_how_long()
    {
        var detail = Samples.Detail(DeploymentStatus.Running) with
        {
            Steps = [Samples.Step(StepName.Sync, StepStatus.Running) with { Message = "Waiting for the cluster staging, unavailable since 09:41: no route", OutsideSince = Samples.Now.AddMinutes(-139) }],
        };

        var html = await RenderAsync<Timeline>((nameof(Timeline.Steps), DeploymentState.Steps(detail, [], Samples.Now)));

        html.ShouldContain("Waiting for the cluster staging, unavailable since 09:41: no route");
        html.ShouldContain("2 h 19 min");
    }

    [Fact]
    public async Task Text_from_outside_is_never_markup()
    {
        var log = Samples.Log(1, 0) with { Text = "<script>alert(1)</script>" };

        var html = await RenderAsync<LogView>((nameof(LogView.Log), log), (nameof(LogView.Open), true), (nameof(LogView.Failed), true));

        html.ShouldNotContain("<script>");
        html.ShouldContain("&lt;script&gt;");
    }

    [Fact]
    public async Task A_build_on_GitHub_opens_beside_the_page_and_says_so()
    {
        var html = await RenderAsync<BuildLink>((nameof(BuildLink.Build), new BuildSummary(7, "https://github.com/example/publisher/actions/runs/7", BuildState.Running, false)));

        html.ShouldContain("target=\"_blank\"");
        html.ShouldContain("(opens in a new tab)");
    }

    [Fact]
    public async Task Every_gate_has_a_word_and_its_evidence()
    {
        var decision = new PromotionDecision(null, [new("Smoke tests passed", true, "All passed."), new("Not frozen in Release", false, "It is frozen.")]);

        var html = await RenderAsync<PromotionPart>((nameof(PromotionPart.Decision), decision));

        html.ShouldContain(">Yes<");
        html.ShouldContain(">No<");
        html.ShouldContain("It is frozen.");
        html.ShouldContain("It is not promoted further.");
    }

    private static async Task<string> RenderAsync<T>(params (string Name, object Value)[] parameters)
        where T : IComponent
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new FakeTimeProvider(Samples.Now)).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var view = ParameterView.FromDictionary(parameters.ToDictionary(entry => entry.Name, object? (entry) => entry.Value));
            return (await renderer.RenderComponentAsync<T>(view)).ToHtmlString();
        });
    }
}
