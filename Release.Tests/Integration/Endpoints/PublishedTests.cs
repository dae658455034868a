using System.Text.RegularExpressions;
using Release.Tests.Support;

namespace Release.Tests.Integration.Endpoints;

/// <summary>The folder that <c>./build.sh</c> publishes, started as it ships: what a build's output cannot show.</summary>
public sealed partial class PublishedTests(ITestOutputHelper output)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_visit_downloads_little_and_everything_compressed()
    {
        using var directory = new TemporaryDirectory();
        await using var release = await ReleaseProcess.StartPublishedAsync(Published(), directory.Path);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/applications");
        request.Headers.Accept.ParseAdd("text/html");
        using var page = await release.Machine.SendAsync(request, Cancel);
        var files = Linked().Matches(await page.Content.ReadAsStringAsync(Cancel)).Select(link => link.Groups["file"].Value).ToList();

        var total = 0;
        foreach (var file in files)
        {
            var bytes = await SizeAsync(release.Machine, file);
            output.WriteLine($"{bytes,7} {file}");
            total += bytes;
        }

        var script = files.Where(file => file.StartsWith("_framework/blazor.web.", StringComparison.Ordinal)).ShouldHaveSingleItem();
        (await SizeAsync(release.Machine, script)).ShouldBeLessThan(50_000);
        total.ShouldBeLessThan(220_000, "bytes of styles and scripts");
    }

    private static async Task<int> SizeAsync(HttpClient client, string file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/" + file);
        request.Headers.AcceptEncoding.ParseAdd("gzip, deflate, br, zstd");
        using var response = await client.SendAsync(request, Cancel);
        response.Content.Headers.ContentEncoding.ShouldBe(["br"], file);
        return (await response.Content.ReadAsByteArrayAsync(Cancel)).Length;
    }

    private static string Published()
    {
        var artifacts = SourceTree.Path("artifacts");
        return File.Exists(Path.Combine(artifacts, "app", "Release.Web.dll")) ? artifacts : throw new InvalidOperationException("Nothing is published; ./build.sh test does it.");
    }

    [GeneratedRegex("""<(?:script src|link rel="stylesheet" href)="(?<file>[^"]+)""")]
    private static partial Regex Linked();
}
