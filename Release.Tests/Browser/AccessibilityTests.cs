using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Release.Tests.Browser;

/// <summary>What a machine can find of WCAG 2.2 AA, on every page, in both themes.</summary>
[Collection(BrowserTests.Name)]
public sealed class AccessibilityTests(BrowserFixture fixture)
{
    private static readonly string[] Grave = ["serious", "critical"];

    public static TheoryData<string, ColorScheme> Pages()
    {
        var pages = new TheoryData<string, ColorScheme>();
        foreach (var path in new[] { "/applications", "/applications?show=frozen", "/applications/frontend", "/applications/frontend?deploy=staging", "/activity", "/admin/jobs", "/admin/tokens", "/sandbox", "/nothing-here" })
        {
            pages.Add(path, ColorScheme.Light);
            pages.Add(path, ColorScheme.Dark);
        }

        return pages;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_grave_violation(string path, ColorScheme scheme)
    {
        await using var visitor = await fixture.VisitAsync(scheme);
        await visitor.OpenAsync(path);
        await ShouldBeAccessibleAsync(visitor);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_deployment_has_no_grave_violation(ColorScheme scheme)
    {
        var deployment = await Examples.FailedDeploymentAsync(fixture.App);
        await using var visitor = await fixture.VisitAsync(scheme);
        await visitor.OpenAsync($"/deployments/{deployment}");
        await ShouldBeAccessibleAsync(visitor);
    }

    [Theory]
    [InlineData("/applications")]
    [InlineData("/activity")]
    [InlineData("/sandbox")]
    [InlineData("/admin/jobs")]
    [InlineData("/admin/tokens")]
    [InlineData("/applications/frontend")]
    public async Task A_page_fits_a_phone(string path)
    {
        await using var visitor = await fixture.VisitAsync(width: 390);
        await visitor.OpenAsync(path);
        var tooWide = await visitor.Page.EvaluateAsync<int>(
            "() => { const main = document.querySelector('main'); return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth); }");
        tooWide.ShouldBe(0, "pixels that stick out at the side");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_sign_in_page_has_no_grave_violation(ColorScheme scheme)
    {
        await using var visitor = await fixture.VisitAsync(scheme, width: 390);
        await visitor.Page.GotoAsync("/sign-in?problem=NoRole");
        await ShouldBeAccessibleAsync(visitor);
    }

    private static async Task ShouldBeAccessibleAsync(Visitor visitor)
    {
        var result = await visitor.Page.RunAxe();
        result.Violations.Where(violation => Grave.Contains(violation.Impact)).Select(Describe).ShouldBeEmpty();
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id} ({violation.Impact}): {violation.Help}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}";
}
