using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Release.Sandbox.Faults;

namespace Release.Tests.Integration.Sandbox;

/// <summary>The registry as a client of the OCI distribution API meets it.</summary>
public sealed partial class RegistryTests
{
    private const string Index = "application/vnd.oci.image.index.v1+json";
    private const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    [Fact]
    public async Task A_client_is_challenged_gets_a_token_and_finds_the_image()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();

        using var challenged = await HeadAsync(sandbox, "publisher", "v1366", token: null);
        challenged.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var challenge = Challenge().Match(challenged.Headers.WwwAuthenticate.ToString());
        challenge.Success.ShouldBeTrue(challenged.Headers.WwwAuthenticate.ToString());
        challenge.Groups["scope"].Value.ShouldBe("repository:example/publisher:pull");
        var answer = await sandbox.Http.GetStringAsync(
            new Uri($"{challenge.Groups["realm"].Value}?service={challenge.Groups["service"].Value}&scope={Uri.EscapeDataString(challenge.Groups["scope"].Value)}"), sandbox.Cancelled);
        var token = JsonNode.Parse(answer)!["token"].Text();

        using var found = await HeadAsync(sandbox, "publisher", "v1366", token);
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
        found.Content.Headers.ContentType!.MediaType.ShouldBe(Index);
        using var got = await SendAsync(sandbox, HttpMethod.Get, "v2/example/publisher/manifests/v1366", token, Index);
        var bytes = await got.Content.ReadAsByteArrayAsync(sandbox.Cancelled);
        found.Content.Headers.ContentLength.ShouldBe(bytes.Length);
        found.Headers.GetValues("Docker-Content-Digest").ShouldBe([$"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}"]);
    }

    [Fact]
    public async Task Everything_an_image_consists_of_is_served_by_its_digest()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var token = await TokenAsync(sandbox, "publisher");

        var index = await GetJsonAsync(sandbox, "manifests/v1", token, Index);
        var manifest = await GetJsonAsync(sandbox, $"manifests/{index["manifests"]![0]!["digest"]}", token, "*/*");
        var config = await GetJsonAsync(sandbox, $"blobs/{manifest["config"]!["digest"]}", token, "*/*");
        using var layer = await SendAsync(sandbox, HttpMethod.Get, $"v2/example/publisher/blobs/{manifest["layers"]![0]!["digest"]}", token, "*/*");
        var docker = await GetJsonAsync(sandbox, "manifests/v1", token, DockerManifest);

        config["config"]!["Labels"]!["org.opencontainers.image.version"].Text().ShouldBe("v1");
        (await layer.Content.ReadAsByteArrayAsync(sandbox.Cancelled)).Length.ShouldBe(manifest["layers"]![0]!["size"]!.GetValue<int>());
        docker["mediaType"].Text().ShouldBe(DockerManifest);
        using var refused = await SendAsync(sandbox, HttpMethod.Get, "v2/example/publisher/manifests/v1", token, "application/vnd.docker.distribution.manifest.v1+json");
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ErrorAsync(refused)).ShouldBe("MANIFEST_UNKNOWN");
    }

    [Theory]
    [InlineData("publisher", "v1", HttpStatusCode.OK, "")]
    [InlineData("publisher", "v99999", HttpStatusCode.OK, "")]
    [InlineData("publisher", "v01", HttpStatusCode.NotFound, "MANIFEST_UNKNOWN")]
    [InlineData("publisher", "main", HttpStatusCode.NotFound, "MANIFEST_UNKNOWN")]
    [InlineData("publisher", "0123456789012345678901234567890123456789", HttpStatusCode.NotFound, "MANIFEST_UNKNOWN")]
    [InlineData("nothing-of-ours", "v1", HttpStatusCode.NotFound, "NAME_UNKNOWN")]
    public async Task Release_tags_are_there_and_other_references_once_they_were_built(string application, string reference, HttpStatusCode status, string code)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();

        using var answer = await SendAsync(sandbox, HttpMethod.Get, $"v2/example/{application}/manifests/{reference}", await TokenAsync(sandbox, application), Index);

        answer.StatusCode.ShouldBe(status);
        if (code.Length > 0)
        {
            (await ErrorAsync(answer)).ShouldBe(code);
        }
    }

    [Fact]
    public async Task What_was_built_outlives_a_restart_and_is_listed()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        sandbox.World.Images.Add("publisher", "0123456789012345678901234567890123456789");
        sandbox.World.Images.Add("publisher", "v7");

        await sandbox.RestartAsync();

        var token = await TokenAsync(sandbox, "publisher");
        using var found = await HeadAsync(sandbox, "publisher", "0123456789012345678901234567890123456789", token);
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetJsonAsync(sandbox, "tags/list", token, "*/*"))["tags"]!.AsArray().Select(tag => tag.Text())
            .ShouldBe(["0123456789012345678901234567890123456789", "v1366", "v7"]);
        using var first = await SendAsync(sandbox, HttpMethod.Get, "v2/example/publisher/tags/list?n=2", token, "*/*");
        first.Headers.GetValues("Link").ShouldBe(["</v2/example/publisher/tags/list?last=v1366&n=2>; rel=\"next\""]);
        (await GetJsonAsync(sandbox, "tags/list?last=v1366&n=2", token, "*/*"))["tags"]!.AsArray().Select(tag => tag.Text()).ShouldBe(["v7"]);
    }

    [Fact]
    public async Task An_image_that_is_not_built_is_missing_until_it_is_and_again_when_somebody_says_so_again()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var token = await TokenAsync(sandbox, "publisher");
        var rule = new MisbehaviourRule("publisher", Misbehaviour.ImageNotBuilt, "v1400", "integration");

        await sandbox.World.Faults.SetAsync(rule, sandbox.Cancelled);
        (await StatusAsync()).ShouldBe(HttpStatusCode.NotFound);
        sandbox.World.Images.Add("publisher", "v1400");
        (await StatusAsync()).ShouldBe(HttpStatusCode.OK, "a workflow built it");
        await sandbox.World.Faults.ClearAsync(rule, sandbox.Cancelled);
        await sandbox.World.Faults.SetAsync(rule, sandbox.Cancelled);
        (await StatusAsync()).ShouldBe(HttpStatusCode.NotFound);
        await sandbox.World.Faults.ClearAsync(rule, sandbox.Cancelled);
        (await StatusAsync()).ShouldBe(HttpStatusCode.OK);

        async Task<HttpStatusCode> StatusAsync()
        {
            using var answer = await HeadAsync(sandbox, "publisher", "v1400", token);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task The_owner_does_not_matter()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var token = JsonNode.Parse(await sandbox.Http.GetStringAsync(
            new Uri(sandbox.World.Endpoints.Registry, "token?scope=repository:alphagov/publisher:pull"), sandbox.Cancelled))!["token"].Text();

        using var found = await SendAsync(sandbox, HttpMethod.Head, "v2/alphagov/publisher/manifests/v1366", token, Index);

        found.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_is_for_what_it_was_asked_for_and_cannot_be_made_up()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var token = await TokenAsync(sandbox, "publisher");

        using var other = await HeadAsync(sandbox, "whitehall", "v1", token);
        using var forged = await HeadAsync(sandbox, "publisher", "v1", token[..^1] + (token[^1] == 'A' ? 'B' : 'A'));
        using var without = await SendAsync(sandbox, HttpMethod.Get, "v2/", token: null, "*/*");
        using var with = await SendAsync(sandbox, HttpMethod.Get, "v2/", token, "*/*");
        using var written = await SendAsync(sandbox, HttpMethod.Put, "v2/example/publisher/manifests/v1", token, "*/*");

        other.Headers.WwwAuthenticate.ToString().ShouldContain("error=\"insufficient_scope\"");
        forged.Headers.WwwAuthenticate.ToString().ShouldContain("error=\"invalid_token\"");
        new[] { other, forged, without, with, written }.Select(answer => (int)answer.StatusCode).ShouldBe([401, 401, 401, 200, 405]);
    }

    [Fact]
    public async Task A_wrong_password_gets_no_token()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sandbox.World.Endpoints.Registry, "token?scope=repository:example/publisher:pull"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("somebody:guess")));

        using var answer = await sandbox.Http.SendAsync(request, sandbox.Cancelled);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ErrorAsync(answer)).ShouldBe("UNAUTHORIZED");
    }

    internal static async Task<string> TokenAsync(SandboxUnderTest sandbox, string application) => JsonNode.Parse(await sandbox.Http.GetStringAsync(
        new Uri(sandbox.World.Endpoints.Registry, $"token?service=sandbox-registry&scope=repository:example/{application}:pull"), sandbox.Cancelled))!["token"].Text();

    internal static Task<HttpResponseMessage> HeadAsync(SandboxUnderTest sandbox, string application, string reference, string? token) =>
        SendAsync(sandbox, HttpMethod.Head, $"v2/example/{application}/manifests/{reference}", token, Index);

    private static async Task<HttpResponseMessage> SendAsync(SandboxUnderTest sandbox, HttpMethod method, string path, string? token, string accept)
    {
        using var request = new HttpRequestMessage(method, new Uri(sandbox.World.Endpoints.Registry, path));
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await sandbox.Http.SendAsync(request, sandbox.Cancelled);
    }

    private static async Task<JsonNode> GetJsonAsync(SandboxUnderTest sandbox, string path, string token, string accept)
    {
        using var answer = await SendAsync(sandbox, HttpMethod.Get, $"v2/example/publisher/{path}", token, accept);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(sandbox.Cancelled))!;
    }

    private static async Task<string> ErrorAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["errors"]![0]!["code"].Text();

    [GeneratedRegex("^Bearer realm=\"(?<realm>[^\"]+)\",service=\"(?<service>[^\"]+)\",scope=\"(?<scope>[^\"]+)\"$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Challenge();
}
