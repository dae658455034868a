using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

/// <summary>Whatever is sent to whichever address, the answer is the sender's fault in words, never 500.</summary>
public sealed class BadBodyTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly string[] Posts =
    [
        "/deployments", "/api/v1/events/apps/update-image-tag", "/api/v1/events/apps/post-sync", "/api/deployments",
        "/api/sandbox/misbehaviours", "/api/sandbox/pull-requests",
    ];

    public static TheoryData<string> Addresses => [.. Posts];

    private ReleaseApp App => shared.App;

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Malformed_JSON_is_422(string path)
    {
        using var response = await App.PostTextAsync(path, """{"repo": """);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Nesting_without_end_is_422(string path)
    {
        using var response = await App.PostTextAsync(path, string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000));
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Bytes_that_are_not_UTF8_are_422(string path)
    {
        using var content = new ByteArrayContent([.. "{\"repo\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await App.ClientOf(path).PostAsync(path, content, Cancel);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_huge_body_is_413(string path)
    {
        using var response = await App.PostTextAsync(path, "{\"repo\":\"" + new string('a', 200_000) + "\"}");
        await response.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Another_content_type_is_415(string path)
    {
        using var content = new StringContent("repo: publisher", Encoding.UTF8, "application/yaml");
        using var response = await App.ClientOf(path).PostAsync(path, content, Cancel);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Something_else_than_an_object_is_422(string path)
    {
        foreach (var body in new[] { "[]", "null", "1", "\"text\"", "true" })
        {
            using var response = await App.PostTextAsync(path, body);
            await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
        }
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Nothing_and_an_empty_object_lack_their_fields(string path)
    {
        foreach (var body in new[] { "", "{}" })
        {
            using var response = await App.PostTextAsync(path, body);
            var problem = await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity);
            ((string?)problem["field"]).ShouldNotBeNullOrEmpty();
        }
    }

    [Theory]
    [InlineData("""{"repo":"alphagov/publisher","deployment":{"environment":"integration","version":"\ud800"}}""", "deployment.version")]
    [InlineData("""{"repo":"alphagov/publisher","deployment":{"environment":"integration","version":{}}}""", "deployment.version")]
    [InlineData("""{"repo":"alphagov/publisher","deployment":{"environment":["integration"],"version":"v1"}}""", "deployment.environment")]
    [InlineData("""{"repo":12,"deployment":{"environment":"integration","version":"v1"}}""", "repo")]
    [InlineData("""{"repo":"alphagov/publisher","deployment":"integration"}""", "deployment.environment")]
    [InlineData("""{"\ud800":1,"repo":"one/too/many","deployment":{"environment":"integration","version":"v1"}}""", "repo")]
    [InlineData("""{"repo":"a\u0000b","deployment":{"environment":"integration","version":"v1"}}""", "repo")]
    public async Task Wrong_types_and_odd_characters_are_named(string body, string field)
    {
        using var response = await App.PostTextAsync("/deployments", body);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, field);
    }

    [Theory]
    [InlineData("a/")]
    [InlineData("/b")]
    [InlineData("a/b")]
    [InlineData("a/b/c")]
    [InlineData("..")]
    [InlineData("-a")]
    [InlineData("a.lock")]
    [InlineData("%00")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_name_that_no_application_can_have_is_422_and_named(string name)
    {
        using var deploy = await App.PostTextAsync("/api/deployments", $$"""{"application":"{{name}}","environment":"integration","version":"v1"}""");
        using var built = await App.PostTextAsync(
            "/api/v1/events/apps/update-image-tag", $$"""{"environment":"integration","repoName":"{{name}}","imageTag":"v1","promoteDeployment":"true"}""");
        using var synced = await App.PostTextAsync(
            "/api/v1/events/apps/post-sync",
            $$"""{"application":"{{name}}","state":"Succeeded","repoName":"{{name}}","imageTag":"v1","promoteDeployment":"true","automaticDeploysEnabled":"true"}""");

        await deploy.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "application");
        await built.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "repoName");
        await synced.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "application");
    }

    [Theory]
    [InlineData("/api/deployments?limit=0", "limit")]
    [InlineData("/api/deployments?limit=201", "limit")]
    [InlineData("/api/deployments?limit=many", "limit")]
    [InlineData("/api/deployments?status=done", "status")]
    [InlineData("/api/deployments?status=1", "status")]
    [InlineData("/api/deployments?environment=nowhere", "environment")]
    [InlineData("/api/deployments?application=..%2Fetc", "application")]
    [InlineData("/api/deployments?before=nonsense", "before")]
    [InlineData("/api/deployments?before=%00", "before")]
    [InlineData("/api/applications/publisher/changes?environment=a%2Fb&version=v1", "environment")]
    [InlineData("/api/applications/publisher/changes?environment=integration&version=%00", "version")]
    [InlineData("/api/applications/publisher/changes?environment=integration&version=..%2F..%2Fetc", "version")]
    [InlineData("/api/events?after=-1", "after")]
    [InlineData("/api/events?after=soon", "after")]
    public async Task A_wrong_query_is_422_and_names_its_field(string address, string field)
    {
        using var response = await App.Machine.GetAsync(address, Cancel);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, field);
    }

    [Theory]
    [InlineData("/api/deployments/not-a-guid")]
    [InlineData("/api/applications/%00")]
    [InlineData("/api/applications/a%2F..%2Fb")]
    [InlineData("/applications/%ff.json")]
    [InlineData("/api/applications/nobody")]
    [InlineData("/api/applications/-a/commits")]
    [InlineData("/api/applications/nobody/changes?environment=integration&version=v1")]
    [InlineData("/applications/nobody.json")]
    public async Task Odd_addresses_are_refused_and_not_failed_on(string address)
    {
        using var response = await App.Machine.GetAsync(address, Cancel);
        ((int)response.StatusCode).ShouldBeInRange(400, 499);
    }
}
