using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Access;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

public sealed partial class TokenApiTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Fact]
    public async Task A_token_is_shown_once_and_kept_as_a_hash()
    {
        var made = await MakeAsync("once", """["notify"]""", """["staging"]""");
        var secret = made["token"]!.ToString();

        secret.ShouldMatch("^rel_[A-Za-z0-9_-]{43}$");
        var list = await App.GetJsonAsync("/api/tokens");
        list.ToJsonString().ShouldNotContain(secret);
        var line = list.AsArray().Single(token => (string?)token!["name"] == "once")!;
        line["prefix"]!.ToString().ShouldBe(secret[..10]);
        line["status"]!.ToString().ShouldBe("active");
        line["scopes"]!.ToJsonString().ShouldBe("""["notify"]""");
        line["createdBy"]!.ToString().ShouldBe("sandbox");
        var told = await App.WaitForEventAsync(entry => (string?)entry["type"] == "token.changed" && entry["summary"]!.ToString().Contains("'once'", StringComparison.Ordinal));
        told["summary"]!.ToString().ShouldBe("The token 'once' was made (notify in staging)");
        told.ToJsonString().ShouldNotContain(secret);
        (await App.Services.GetRequiredService<IApiTokens>().ListAsync(Cancel)).ShouldAllBe(token => Hash().IsMatch(token.Hash));
    }

    [Fact]
    public async Task A_token_does_what_it_is_for_and_where()
    {
        using var client = App.WithToken((await MakeAsync("staging-notifier", """["notify"]""", """["staging"]"""))["token"]!.ToString());

        using var there = await App.NotifyDeployAsync("example/publisher", "staging", "v1", client);
        using var elsewhere = await App.NotifyDeployAsync("example/publisher", "production", "v1", client);
        using var deploy = await App.RequestUpdateAsync("staging", "publisher", "v1", "false", client);
        using var read = await client.GetAsync("/api/applications", Cancel);
        using var tokens = await client.GetAsync("/api/tokens", Cancel);

        there.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await elsewhere.ShouldBeProblemAsync(HttpStatusCode.Forbidden))["detail"]!.ToString().ShouldContain("is not for production");
        (await deploy.ShouldBeProblemAsync(HttpStatusCode.Forbidden))["detail"]!.ToString().ShouldContain("lacks the scope deploy");
        read.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        tokens.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await App.WaitForEventAsync(entry => (string?)entry["type"] == "access.refused" && (string?)entry["actor"] == "staging-notifier" && (string?)entry["environment"] == "production");
    }

    [Fact]
    public async Task Rotating_gives_a_new_secret_and_the_one_before_its_grace()
    {
        var made = await MakeAsync("rotated", """["read"]""");
        using var before = App.WithToken(made["token"]!.ToString());

        var after = await RotateAsync(made, """{"graceHours":1}""");
        using var now = App.WithToken(after["token"]!.ToString());
        (await StatusAsync(before)).ShouldBe(HttpStatusCode.OK, "the grace");
        (await StatusAsync(now)).ShouldBe(HttpStatusCode.OK);

        var last = await RotateAsync(made, """{"graceHours":0}""");
        using var newest = App.WithToken(last["token"]!.ToString());
        (await StatusAsync(before)).ShouldBe(HttpStatusCode.Unauthorized, "rotated out twice");
        (await StatusAsync(now)).ShouldBe(HttpStatusCode.Unauthorized, "no grace");
        (await StatusAsync(newest)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once_and_stays_on_record()
    {
        var made = await MakeAsync("revoked", """["read"]""");
        using var client = App.WithToken(made["token"]!.ToString());
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.OK);
        var address = $"/api/tokens/{made["details"]!["id"]}";

        using var gone = await App.Machine.DeleteAsync(address, Cancel);
        using var again = await App.Machine.DeleteAsync(address, Cancel);
        using var rotate = await App.PostTextAsync($"{address}/rotate", "{}");
        using var unknown = await App.Machine.DeleteAsync("/api/tokens/4711", Cancel);

        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await rotate.ShouldBeProblemAsync(HttpStatusCode.Conflict);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
        (await App.GetJsonAsync("/api/tokens")).AsArray().Single(token => (string?)token!["name"] == "revoked")!["status"]!.ToString().ShouldBe("revoked");
    }

    [Fact]
    public async Task An_expired_token_is_refused_and_says_so()
    {
        var secret = TokenSecret.New();
        var past = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await App.Services.GetRequiredService<Release.Data.Stores.ApiTokenStore>().ReplaceAsync(
            new ApiToken("expired", TokenSecret.HashOf(secret), TokenScopes.All, [], "test", past, TokenSecret.PrefixOf(secret), past), Cancel);
        using var client = App.WithToken(secret);

        using var response = await client.GetAsync("/api/applications", Cancel);

        (await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized))["detail"]!.ToString().ShouldContain("has expired");
    }

    [Theory]
    [InlineData("""{"scopes":["read"]}""", "name")]
    [InlineData("""{"name":"  ","scopes":["read"]}""", "name")]
    [InlineData("""{"name":"a","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"a"}""", "scopes")]
    [InlineData("""{"name":"a","scopes":"read"}""", "scopes")]
    [InlineData("""{"name":"a","scopes":["everything"]}""", "scopes")]
    [InlineData("""{"name":"a","scopes":[1]}""", "scopes")]
    [InlineData("""{"name":"a","scopes":["read"],"environments":["nowhere"]}""", "environments")]
    [InlineData("""{"name":"a","scopes":["read"],"environments":["../x"]}""", "environments")]
    [InlineData("""{"name":"a","scopes":["read"],"expiresAt":"2001-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"name":"a","scopes":["read"],"expiresAt":"tomorrow"}""", "expiresAt")]
    public async Task A_wish_that_is_not_right_names_its_field(string body, string field)
    {
        using var response = await App.PostTextAsync("/api/tokens", body);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, field);
    }

    [Fact]
    public async Task A_name_in_use_is_refused()
    {
        await MakeAsync("twice", """["read"]""");

        using var response = await App.PostTextAsync("/api/tokens", """{"name":"twice","scopes":["read"]}""");

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "name");
    }

    [Theory]
    [InlineData("""{"name":"w1","scopes":["deploy"],"environments":["staging"]}""")]
    [InlineData("""{"name":"w2","scopes":["admin"],"environments":["production"]}""")]
    [InlineData("""{"name":"w3","scopes":["admin"]}""")]
    public async Task A_machine_makes_no_token_wider_than_itself(string body)
    {
        using var narrow = await App.MachineWithAsync(TokenScopes.Admin, "staging");

        using var response = await App.PostTextAsync("/api/tokens", body, narrow);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_machine_does_not_take_over_a_wider_token_by_rotating_it()
    {
        var wide = await MakeAsync("wide", """["read","deploy"]""");
        using var narrow = await App.MachineWithAsync(TokenScopes.Admin, "staging");

        using var response = await App.PostTextAsync($"/api/tokens/{wide["details"]!["id"]}/rotate", "{}", narrow);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        using var still = App.WithToken(wide["token"]!.ToString());
        (await StatusAsync(still)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/applications?token={0}")]
    [InlineData("/api/applications?access_token={0}")]
    [InlineData("/api/applications?Authorization=Bearer%20{0}")]
    public async Task A_token_in_the_address_is_no_sign_in(string address)
    {
        using var response = await App.Anonymous.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, ReleaseApp.AdminToken), Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Basic {0}")]
    [InlineData("{0}")]
    [InlineData("Bearer {0} {0}")]
    [InlineData("Bearer {0},{0}")]
    public async Task A_token_in_another_dress_is_no_sign_in(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/applications");
        request.Headers.TryAddWithoutValidation("Authorization", string.Format(System.Globalization.CultureInfo.InvariantCulture, header, ReleaseApp.AdminToken));

        using var response = await App.Anonymous.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_oversize_token_is_refused_unread()
    {
        using var client = App.WithToken(new string('a', 8000));

        using var response = await client.GetAsync("/api/applications", Cancel);

        (await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized))["detail"]!.ToString().ShouldContain("too long");
    }

    [Fact]
    public async Task A_revoked_tokens_stream_hears_nothing_more()
    {
        var made = await MakeAsync("listener", """["read"]""");
        using var client = App.WithToken(made["token"]!.ToString());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await using var stream = await client.GetStreamAsync(new Uri("/api/events", UriKind.Relative), limit.Token);
        using var reader = new StreamReader(stream);

        using var gone = await App.Machine.DeleteAsync($"/api/tokens/{made["details"]!["id"]}", Cancel);

        (await reader.ReadToEndAsync(limit.Token)).ShouldNotContain("'listener' was revoked");
    }

    private async Task<JsonNode> MakeAsync(string name, string scopes, string environments = "[]")
    {
        using var response = await App.PostTextAsync("/api/tokens", $$"""{"name":"{{name}}","scopes":{{scopes}},"environments":{{environments}}}""");
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync(Cancel));
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;
    }

    private async Task<JsonNode> RotateAsync(JsonNode made, string body)
    {
        using var response = await App.PostTextAsync($"/api/tokens/{made["details"]!["id"]}/rotate", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancel));
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/api/applications", Cancel);
        return response.StatusCode;
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Hash();
}
