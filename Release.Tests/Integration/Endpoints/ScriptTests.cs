using System.IO.Compression;
using System.Net;
using System.Text;
using Release.Tests.Support;

namespace Release.Tests.Integration.Endpoints;

public sealed class ScriptTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Script = "/_framework/blazor.web.js";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Fact]
    public async Task Blazors_script_is_served_to_anybody_as_JavaScript()
    {
        using var response = await App.Anonymous.GetAsync(Script, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        var script = await response.Content.ReadAsStringAsync(Cancel);
        script.Length.ShouldBeGreaterThan(100_000);
        script.ShouldContain("Blazor");
        script.ShouldStartWith("!function(){");
    }

    [Fact]
    public async Task It_is_not_sent_again_to_who_has_it()
    {
        using var first = await App.Anonymous.GetAsync(Script, Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Get, Script);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await App.Anonymous.SendAsync(request, Cancel);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync(Cancel)).ShouldBeEmpty();
    }

    /// <summary>A build's output has no other encoding; what ships has brotli too.</summary>
    [Theory]
    [InlineData("gzip")]
    [InlineData("gzip, deflate, br, zstd")]
    public async Task It_is_compressed_where_the_browser_can(string encodings)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Script);
        request.Headers.AcceptEncoding.ParseAdd(encodings);

        using var response = await App.Anonymous.SendAsync(request, Cancel);

        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        await using var plain = new GZipStream(body, CompressionMode.Decompress);
        using var reader = new StreamReader(plain, Encoding.UTF8);
        (await reader.ReadToEndAsync(Cancel)).Length.ShouldBeGreaterThan(100_000);
    }
}
