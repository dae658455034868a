using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Sources;
using static Microsoft.Playwright.Assertions;

namespace Release.Tests.Browser;

/// <summary>Commits on the application's page, and what a deployment ships before one decides; with GitHub there, slow and away.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class WhatShipsJourneyTests : IAsyncLifetime
{
    private const string Application = "publisher";
    private readonly ScriptedSource _source = new();
    private readonly BrowserFixture _fixture;
    private int _running;

    public WhatShipsJourneyTests() => _fixture = new BrowserFixture(builder =>
    {
        builder.Services.AddSingleton<ISourceHost>(_source);
        builder.Services.AddSingleton<ISourceHostStatus>(_source);
        builder.Services.AddSingleton<ISourceHostCache>(_source);
        builder.Services.AddSingleton(new SourceSettings("example", "https://github.example"));
    });

    public async ValueTask InitializeAsync()
    {
        await _fixture.InitializeAsync();
        await _fixture.App.WaitForApplicationAsync(Application);
        var row = _fixture.App.Services.GetRequiredService<IBoard>().Find(ApplicationName.Parse(Application))!;
        _running = int.Parse(row.Cells[^1].Version!.Value[1..], System.Globalization.CultureInfo.InvariantCulture);
        _source.Newest = _running + 9;
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_commit_log_marks_the_environments_and_its_button_opens_the_sheet_with_that_version()
    {
        await using var visitor = await _fixture.VisitAsync();
        await visitor.OpenAsync($"/applications/{Application}");
        var commits = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Commits" });

        await Expect(commits.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(10);
        await Expect(commits.GetByRole(AriaRole.Listitem).Last).ToContainTextAsync("Production");
        await Expect(commits.GetByRole(AriaRole.Link, new() { Name = "3 open dependency pull requests" }))
            .ToHaveAttributeAsync("href", $"https://github.example/example/{Application}/pulls?q=is%3Aopen+label%3Adependencies");
        await PictureAsync(visitor, "application-commits");
        await commits.GetByRole(AriaRole.Link, new() { Name = $"Deploy v{_source.Newest}" }).ClickAsync();

        await Expect(Sheet(visitor).GetByLabel("Version", new() { Exact = true })).ToHaveValueAsync($"v{_source.Newest}");
        await Expect(Button(visitor)).ToHaveTextAsync($"Deploy v{_source.Newest} to integration");
        await Expect(Ships(visitor)).ToContainTextAsync(ShipsWords());
        await Expect(Sheet(visitor).GetByRole(AriaRole.Region, new() { Name = "Before you deploy" })).ToContainTextAsync("database migration");
        await PictureAsync(visitor, "sheet");
    }

    [Fact]
    public async Task A_branch_without_an_image_is_said_to_be_built_first()
    {
        await using var visitor = await _fixture.VisitAsync();
        await visitor.OpenAsync($"/applications/{Application}?deploy=integration");

        await Sheet(visitor).GetByLabel("Version", new() { Exact = true }).FillAsync("my-branch");

        await Expect(Button(visitor)).ToHaveTextAsync("Build and deploy my-branch to integration");
        await Expect(Sheet(visitor)).ToContainTextAsync("There is no image yet. It is built first");
        await Sheet(visitor).GetByLabel("Version", new() { Exact = true }).FillAsync("nothing-like-it");
        await Expect(Sheet(visitor).GetByRole(AriaRole.Alert)).ToContainTextAsync("“nothing-like-it” is not known");
    }

    [Fact]
    public async Task With_GitHub_away_the_rest_is_there_an_existing_image_deploys_and_the_part_comes_back_by_itself()
    {
        await using var visitor = await _fixture.VisitAsync();
        await visitor.OpenAsync($"/applications/{Application}");
        var commits = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Commits" });
        await Expect(commits.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(10);

        _source.GoAway(TimeProvider.System.GetUtcNow());

        await Expect(commits).ToContainTextAsync(AwayWords());
        await Expect(commits.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(10);
        await PictureAsync(visitor, "application-away");
        await visitor.OpenAsync($"/applications/{Application}?deploy=integration&version=v{_source.Newest}");
        await Expect(Ships(visitor)).ToContainTextAsync("Couldn't get data from GitHub");
        await PictureAsync(visitor, "sheet-away");
        _source.ComeBack();
        await Expect(Ships(visitor)).ToContainTextAsync("pull requests");

        // As somebody meets it during an outage: the sheet opened with GitHub away.
        _source.GoAway(TimeProvider.System.GetUtcNow());
        await visitor.OpenAsync($"/applications/{Application}?deploy=integration&version=v{_source.Newest}");
        await Expect(Ships(visitor)).ToContainTextAsync("Couldn't get data from GitHub");
        await Expect(Button(visitor)).ToBeEnabledAsync();
        await Button(visitor).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(DeploymentAddress());
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync($"v{_source.Newest}");
    }

    [Fact]
    public async Task With_GitHub_slow_the_page_and_the_sheet_are_there_at_once()
    {
        _source.BecomeSlow();
        await using var visitor = await _fixture.VisitAsync();
        await visitor.OpenAsync($"/applications/{Application}?deploy=integration&version=v{_source.Newest}");

        await Expect(visitor.Page.GetByRole(AriaRole.Region, new() { Name = "History" })).ToBeVisibleAsync();
        await Expect(Ships(visitor).GetByText("Asking GitHub")).ToBeAttachedAsync();
        await Expect(Button(visitor)).ToBeEnabledAsync();
        _source.LetGo();
        await Expect(Ships(visitor)).ToContainTextAsync("pull requests");
    }

    private static ILocator Sheet(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Dialog);

    private static ILocator Ships(Visitor visitor) => Sheet(visitor).GetByRole(AriaRole.Region, new() { Name = "What it ships" });

    private static ILocator Button(Visitor visitor) => Sheet(visitor).Locator("button[type=submit]");

    /// <summary>With <c>RELEASE_LOOK</c> naming a folder, pictures in both themes and widths are left there to be looked at.</summary>
    private static async Task PictureAsync(Visitor visitor, string name)
    {
        if (Environment.GetEnvironmentVariable("RELEASE_LOOK") is not { Length: > 0 } folder)
        {
            return;
        }

        foreach (var (width, scheme) in new[] { (1440, ColorScheme.Light), (1440, ColorScheme.Dark), (390, ColorScheme.Light), (390, ColorScheme.Dark) })
        {
            await visitor.Page.SetViewportSizeAsync(width, width == 390 ? 844 : 900);
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png") });
        }

        await visitor.Page.SetViewportSizeAsync(1440, 900);
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    [GeneratedRegex(@"\d+ commits in \d+ pull requests, by 3 people\.")]
    private static partial Regex ShipsWords();

    [GeneratedRegex("Couldn't get data from GitHub since .*, last seen")]
    private static partial Regex AwayWords();

    [GeneratedRegex("/deployments/")]
    private static partial Regex DeploymentAddress();
}
