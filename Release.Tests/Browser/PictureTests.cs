using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using Release.Tests.Support;

namespace Release.Tests.Browser;

/// <summary>
/// The pages that the README shows, each looked at in both themes; with <c>RELEASE_SCREENSHOTS=1</c> their pictures are
/// written to <c>docs/images</c>.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class PictureTests(BrowserFixture fixture)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_board_shows_what_failed(ColorScheme scheme)
    {
        await Examples.FailedDeploymentAsync(fixture.App);
        await using var visitor = await fixture.VisitAsync(scheme);
        await visitor.OpenAsync("/applications");

        await Expect(visitor.Cell("Whitehall", "integration")).ToContainTextAsync("v3240 failed at sync");
        await SaveAsync(visitor, "board", scheme);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_application_shows_its_environments_and_its_history(ColorScheme scheme)
    {
        await Examples.FailedDeploymentAsync(fixture.App);
        await using var visitor = await fixture.VisitAsync(scheme);
        await visitor.OpenAsync($"/applications/{Examples.Application}");

        foreach (var environment in new[] { "Integration", "Staging", "Production" })
        {
            await Expect(visitor.Page.GetByRole(AriaRole.Region, new() { Name = environment, Exact = true })).ToBeVisibleAsync();
        }

        await Expect(visitor.Page.GetByRole(AriaRole.Region, new() { Name = "History" })).ToContainTextAsync("v3240");
        await SaveAsync(visitor, "application", scheme);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_deployment_shows_its_steps_and_why_it_failed(ColorScheme scheme)
    {
        var deployment = await Examples.FailedDeploymentAsync(fixture.App);
        await using var visitor = await fixture.VisitAsync(scheme);
        await visitor.OpenAsync($"/deployments/{deployment}");

        await Expect(visitor.Page.GetByRole(AriaRole.Alert, new() { Name = "Why it failed" })).ToContainTextAsync("Failed at sync");
        await Expect(visitor.Page.GetByRole(AriaRole.List, new() { Name = "Steps" })).ToBeVisibleAsync();
        await SaveAsync(visitor, "deployment", scheme);
    }

    private static async Task SaveAsync(Visitor visitor, string name, ColorScheme scheme)
    {
        if (Environment.GetEnvironmentVariable("RELEASE_SCREENSHOTS") == "1")
        {
            await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Images(), $"{name}-{scheme.ToString().ToLowerInvariant()}.png") });
        }
    }

    private static string Images() => SourceTree.Path("docs", "images");
}
