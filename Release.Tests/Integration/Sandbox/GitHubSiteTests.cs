using System.Text.RegularExpressions;

namespace Release.Tests.Integration.Sandbox;

/// <summary>The site that links in the API's answers lead to.</summary>
public sealed partial class GitHubSiteTests
{
    private const string Publisher = GitHubClient.Publisher;

    [Fact]
    public async Task Links_of_the_api_and_of_the_pages_lead_to_pages()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox) { Token = null };
        var pull = (await client.ReadAsync($"{Publisher}/pulls"))[0]!;
        var compared = await client.ReadAsync($"{Publisher}/compare/v1360...v1366");
        var file = await client.ReadAsync($"{Publisher}/contents/config/routes.rb");
        var waiting = new Queue<string>([
            (await client.ReadAsync(Publisher))["html_url"].Text(), pull["html_url"].Text(), pull["user"]!["html_url"].Text(), compared["html_url"].Text(),
            compared["files"]![0]!["raw_url"].Text(), file["html_url"].Text(), $"{client.Base}/example",
        ]);
        var seen = new HashSet<string>(StringComparer.Ordinal);

        while (waiting.TryDequeue(out var address) && seen.Count < 60)
        {
            if (!seen.Add(address) || address.Contains("/apps/", StringComparison.Ordinal))
            {
                continue;
            }

            var page = await client.GetAsync(address, ("Accept", "text/html"));
            page.Status.ShouldBe(200, address);
            page.Header("Content-Security-Policy").ShouldNotBeNull(address);
            foreach (Match link in Link().Matches(page.Text))
            {
                waiting.Enqueue(client.Base + link.Groups[1].Value);
            }
        }

        seen.Count.ShouldBeGreaterThan(30);
        (await client.GetAsync("/example/publisher/commit/nothing", ("Accept", "text/html"))).Text.ShouldContain("Page not found");
        (await client.GetAsync("/nobody/nothing", ("Accept", "text/html"))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Nothing_that_somebody_wrote_becomes_markup()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        const string Evil = "<img src=x onerror=alert(1)>";
        var written = await client.WriteAsync("publisher", $"docs/{Uri.EscapeDataString("<b>.md")}", $"{Evil}\n");
        written.Status.ShouldBe(201, written.Text);

        foreach (var path in new[] { $"/example/publisher/commit/{written.Body["commit"]!["sha"]}", "/example/publisher", "/example/publisher/tree/main/docs", "/example/publisher/blob/main/docs/%3Cb%3E.md" })
        {
            var page = await client.GetAsync(path, ("Accept", "text/html"));
            page.Status.ShouldBe(200, path);
            page.Text.ShouldNotContain("<img");
            page.Text.ShouldNotContain("<b>");
        }

        var raw = await client.GetAsync("/example/publisher/raw/main/docs/%3Cb%3E.md");
        raw.Header("Content-Type").ShouldBe("text/plain; charset=utf-8");
        raw.Header("X-Content-Type-Options").ShouldBe("nosniff");
    }

    [Fact]
    public async Task A_repository_can_be_cloned()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var clone = Path.Combine(sandbox.Directory, "clone");

        await sandbox.GitAsync(sandbox.Directory, "clone", "--quiet", (await client.ReadAsync(Publisher))["clone_url"].Text(), clone);

        (await sandbox.GitAsync(clone, "rev-parse", "HEAD")).Trim().ShouldBe(await client.TipAsync("publisher"));
        (await sandbox.GitAsync(clone, "describe", "--tags", "--abbrev=0", "v1366")).Trim().ShouldBe("v1366");
        await client.WriteAsync("publisher", "docs/new.md", "x");
        await sandbox.GitAsync(clone, "pull", "--quiet");
        (await sandbox.GitAsync(clone, "rev-parse", "HEAD")).Trim().ShouldBe(await client.TipAsync("publisher"));
    }

    [GeneratedRegex("href=\"(/[^\"]*)\"")]
    private static partial Regex Link();
}
