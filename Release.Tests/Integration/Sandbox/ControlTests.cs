using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Sandbox;

/// <summary>Who may control the sandbox: whoever has a token, at an address of this machine, and no page elsewhere.</summary>
public sealed class ControlTests : IAsyncLifetime
{
    private const string Clusters = "api/sandbox/clusters";
    private readonly TemporaryDirectory _directory = new();
    private TestSandbox _sandbox = null!;
    private HttpClient _stranger = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync(_directory.Path, "--Release:Sandbox:ApiToken=a-fixed-token");
        _stranger = new HttpClient { BaseAddress = _sandbox.Control.BaseAddress };
    }

    public async ValueTask DisposeAsync()
    {
        _stranger.Dispose();
        await _sandbox.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Its_address_stands_in_endpoints_json_and_its_token_in_a_file_of_its_owner()
    {
        var endpoints = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_directory.Path, "sandbox", "endpoints.json"), Cancel))!;

        ((string?)endpoints["control"]).ShouldBe(_stranger.BaseAddress!.ToString());
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(_directory.Path, "sandbox", "control-token")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Without_a_token_and_with_a_wrong_one_it_is_401_for_reading_too()
    {
        foreach (var authorization in (string?[])[null, "Bearer wrong", "Bearer ", "Basic YTpi"])
        {
            using var read = await SendAsync(HttpMethod.Get, Clusters, ("Authorization", authorization));
            using var change = await SendAsync(HttpMethod.Put, $"{Clusters}/staging", ("Authorization", authorization));
            using var nothing = await SendAsync(HttpMethod.Get, "api/sandbox/nothing-here", ("Authorization", authorization));

            foreach (var response in new[] { read, change, nothing })
            {
                await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
                response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
            }
        }
    }

    [Fact]
    public async Task Its_own_token_the_configured_one_and_the_one_that_Release_told_are_accepted()
    {
        using var before = await SendAsync(HttpMethod.Get, Clusters, ("Authorization", "Bearer told"));
        using var told = await _sandbox.Control.PutAsJsonAsync("api/sandbox/release", new { address = "http://127.0.0.1:5000", token = "told" }, Cancel);
        using var after = await SendAsync(HttpMethod.Get, Clusters, ("Authorization", "Bearer told"));
        using var configured = await SendAsync(HttpMethod.Get, Clusters, ("Authorization", "Bearer a-fixed-token"));
        using var own = await _sandbox.Control.GetAsync(Clusters, Cancel);

        (before.StatusCode, told.StatusCode, after.StatusCode, configured.StatusCode, own.StatusCode)
            .ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.NoContent, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("""{"token":"t"}""", "address")]
    [InlineData("""{"address":"publisher","token":"t"}""", "address")]
    [InlineData("""{"address":"file:///etc/passwd","token":"t"}""", "address")]
    [InlineData("""{"address":"http://127.0.0.1:5000"}""", "token")]
    public async Task A_wrong_field_of_Releases_address_is_named(string body, string field)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _sandbox.Control.PutAsync("api/sandbox/release", content, Cancel);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, field);
        _sandbox.World.Release.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"\ud800":1,"away":true}""")]
    [InlineData("""{"away":true,"\udfff":{}}""")]
    public async Task A_name_that_is_no_text_is_422(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _sandbox.Control.PutAsync($"{Clusters}/staging", content, Cancel);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        _sandbox.World.Clusters.ShouldAllBe(cluster => !cluster.Trouble.Away);
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(2_000_000)]
    public async Task A_body_that_is_too_large_is_413_with_its_limit(int length)
    {
        using var content = new StringContent($$"""{"pad":"{{new string('x', length)}}"}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await _sandbox.Control.PutAsync($"{Clusters}/staging", content, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("64 KiB");
    }

    [Fact]
    public async Task A_misspelt_filter_removes_nothing()
    {
        using var set = await _sandbox.Control.PutAsJsonAsync("api/sandbox/misbehaviours", new { application = "publisher", kind = "crashLoop" }, Cancel);
        set.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var response = await _sandbox.Control.DeleteAsync("api/sandbox/misbehaviours?aplication=frontend", Cancel);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "aplication");
        _sandbox.World.Faults.List().ShouldHaveSingleItem();
        await _sandbox.World.Faults.ClearAsync(_sandbox.World.Faults.List()[0], Cancel);
    }

    [Theory]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.2")]
    [InlineData("[::1]")]
    public async Task This_machine_is_known_by_every_loopback_address(string host)
    {
        using var page = await SendAsync(HttpMethod.Get, "", ("Host", host));

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("rebound.example")]
    [InlineData("127.0.0.1.rebound.example")]
    [InlineData("localhost.rebound.example:5000")]
    public async Task Another_host_name_is_refused_by_the_page_and_the_API(string host)
    {
        using var page = await SendAsync(HttpMethod.Get, "", ("Host", host));
        using var api = await SendAsync(HttpMethod.Get, Clusters, ("Host", host), ("Authorization", "Bearer a-fixed-token"));
        using var byName = await SendAsync(HttpMethod.Get, "", ("Host", $"localhost:{_stranger.BaseAddress!.Port}"));

        (page.StatusCode, api.StatusCode, byName.StatusCode).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_browsers_request_from_elsewhere_changes_nothing(string header, string value)
    {
        using var api = await SendAsync(HttpMethod.Put, $"{Clusters}/staging", ("Authorization", "Bearer a-fixed-token"), (header, value));
        using var circuit = await SendAsync(HttpMethod.Post, "_blazor/negotiate?negotiateVersion=1", (header, value));

        await api.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await circuit.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        _sandbox.World.Clusters.ShouldAllBe(cluster => !cluster.Trouble.Away);
    }

    [Fact]
    public async Task A_web_socket_from_elsewhere_is_refused_and_one_of_the_page_is_not()
    {
        (await ConnectAsync("https://elsewhere.example")).ShouldBe(HttpStatusCode.Forbidden);
        (await ConnectAsync(_stranger.BaseAddress!.GetLeftPart(UriPartial.Authority))).ShouldBe(HttpStatusCode.SwitchingProtocols);
    }

    [Fact]
    public async Task The_page_needs_no_sign_in_and_nothing_from_elsewhere()
    {
        using var page = await _stranger.GetAsync("", Cancel);
        using var script = await _stranger.GetAsync("_framework/blazor.web.js", Cancel);
        using var unknown = await _stranger.GetAsync("nothing-here", Cancel);

        (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("<title>Sandbox");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        (script.StatusCode, unknown.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.NotFound));
    }

    private async Task<HttpStatusCode> ConnectAsync(string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new UriBuilder(_stranger.BaseAddress!) { Scheme = "ws", Path = "_blazor" }.Uri, Cancel);
        }
        catch (WebSocketException)
        {
            return socket.HttpStatusCode;
        }

        return socket.HttpStatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Put)
        {
            request.Content = JsonContent.Create(new { away = true });
        }

        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _stranger.SendAsync(request, Cancel);
    }
}
