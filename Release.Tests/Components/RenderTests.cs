using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Core.Deployments;
using Release.Core.Promotion;
using Release.Tests.Support;
using Release.Web.Components.Pages.Deployment;

namespace Release.Tests.Components;

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
        html.ShouldContain("Not begun");
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
    public async Task Every_gate_has_a_word_and_its_evidence()
    {
        var decision = new PromotionDecision(null, [new("Smoke tests passed", true, "All passed."), new("Not frozen in Release", false, "It is frozen.")]);

        var html = await RenderAsync<PromotionPart>((nameof(PromotionPart.Decision), decision));

        html.ShouldContain(">Yes<");
        html.ShouldContain(">No<");
        html.ShouldContain("It is frozen.");
        html.ShouldContain("Goes no further.");
    }

    private static async Task<string> RenderAsync<T>(params (string Name, object Value)[] parameters)
        where T : IComponent
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new ManualTimeProvider(Samples.Now)).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var view = ParameterView.FromDictionary(parameters.ToDictionary(entry => entry.Name, object? (entry) => entry.Value));
            return (await renderer.RenderComponentAsync<T>(view)).ToHtmlString();
        });
    }
}
