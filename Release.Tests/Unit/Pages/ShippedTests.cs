using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Core.Deployments;
using Release.Core.Sources;
using Release.Data.Queries;
using Release.Tests.Support.Pages;
using Release.Tests.Support.Sources;
using Release.Web.Components.Pages.Deployment;

namespace Release.Tests.Unit.Pages;

/// <summary>What a deployment shipped, as its page shows it.</summary>
public sealed class ShippedTests
{
    private static readonly Comparison Ahead = Commits.Between(
        '1', '5', ChangeRelation.Ahead, [Commits.Commit('2', "bob", 7), Commits.Commit('3', "ann"), Commits.Commit('4', "bob", 8), Commits.Commit('5', "cat", 7)]);

    [Fact]
    public async Task The_page_links_commits_pull_requests_and_the_comparison()
    {
        var html = await RenderAsync<ShippedPart>((nameof(ShippedPart.Changes), Of(Ahead, "db/migrate/1.rb")), (nameof(ShippedPart.Missing), ""));

        html.ShouldContain("What it shipped");
        html.ShouldContain($"href=\"https://github.com/example/publisher/compare/{Commits.Sha('1')}...{Commits.Sha('5')}\"");
        html.ShouldContain("href=\"https://github.com/example/publisher/pull/7\"");
        html.ShouldContain($"href=\"https://github.com/example/publisher/commit/{Commits.Sha('3')}\"");
        html.ShouldContain("A database migration is among the changed files");
        html.ShouldContain("db/migrate/1.rb");
    }

    [Fact]
    public async Task What_is_not_recorded_keeps_its_place_and_says_why()
    {
        var html = await RenderAsync<ShippedPart>((nameof(ShippedPart.Changes), null), (nameof(ShippedPart.Missing), "GitHub is away."), (nameof(ShippedPart.Active), true));

        html.ShouldContain("What it ships");
        html.ShouldContain("GitHub is away.");
    }

    [Fact]
    public async Task The_build_step_links_its_run()
    {
        var detail = Samples.Detail(DeploymentStatus.Running) with
        {
            Summary = Samples.Summary(DeploymentStatus.Running) with { Build = new BuildSummary(7, "https://github.com/example/publisher/actions/runs/7", BuildState.Running, false) },
            Steps = [Samples.Step(StepName.Build, StepStatus.Running), Samples.Step(StepName.UpdateImageTag, StepStatus.Pending)],
        };

        var html = await RenderAsync<Timeline>((nameof(Timeline.Steps), DeploymentState.Steps(detail, [], Samples.Now)));

        html.ShouldContain("<a href=\"https://github.com/example/publisher/actions/runs/7\" rel=\"noopener noreferrer\" target=\"_blank\">Run 7 on GitHub");
        html.Split("build-link").Length.ShouldBe(2);
    }

    private static DeploymentChanges Of(Comparison comparison, params string[] migrations) =>
        DeploymentChanges.Of(Commits.Set(comparison, migrations).For(Guid.CreateVersion7(), Commits.Noon));

    private static async Task<string> RenderAsync<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent
    {
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new FakeTimeProvider(Commits.Noon.AddHours(1)))
            .AddSingleton(new SourceSettings("example", "https://github.com"))
            .BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value)))).ToHtmlString());
    }
}
