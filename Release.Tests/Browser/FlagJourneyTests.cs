using System.Diagnostics;
using Microsoft.Playwright;
using Release.Core.Access;
using static Microsoft.Playwright.Assertions;

namespace Release.Tests.Browser;

/// <summary>Switching continuous deployment on the application page.</summary>
[Collection(BrowserTests.Name)]
public sealed class FlagJourneyTests(BrowserFixture fixture)
{
    [Fact]
    public async Task An_admin_switches_and_the_commit_and_the_badge_follow()
    {
        await using var visitor = await fixture.VisitAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/applications/asset-manager");
        await Expect(page.GetByText("Automatic deployments disabled")).ToHaveCountAsync(0);
        var flag = page.GetByRole(AriaRole.Region, new() { Name = "Staging" }).GetByRole(AriaRole.Switch).First;
        await Expect(flag).ToBeCheckedAsync();

        await flag.ClickAsync();

        await Expect(flag).Not.ToBeCheckedAsync();
        await Expect(page.GetByText("Automatic deployments disabled")).ToBeVisibleAsync();
        var file = await GitAsync("show", "main:charts/app-config/image-tags/staging/asset-manager");
        file.ShouldContain("automatic_deploys_enabled: false");
    }

    [Fact]
    public async Task A_developer_is_told_why_and_offered_nothing()
    {
        await using var visitor = await fixture.VisitAsync();
        await visitor.OpenAsync("/applications/whitehall");

        await visitor.BecomeAsync(Role.Developer);

        await Expect(visitor.Page.GetByText("automatic_deploys_enabled").First).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("You need the Admin role").First).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Switch)).ToHaveCountAsync(0);
    }

    private async Task<string> GitAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-C");
        start.ArgumentList.Add(Path.Combine(fixture.App.DataDirectory, "sandbox", "config.git"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var git = Process.Start(start)!;
        var output = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        git.ExitCode.ShouldBe(0);
        return output;
    }
}
