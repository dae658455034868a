using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Release.Data.Rows;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Webhooks;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;
using Release.Tests.Support.Webhooks;

namespace Release.Tests.Integration.Webhooks;

/// <summary>The real host takes what GitHub sends (contracts §9).</summary>
public sealed class GitHubWebhookTests(WebhookApp shared) : IClassFixture<WebhookApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Theory]
    [InlineData("release")]
    [InlineData("workflow_run")]
    [InlineData("push")]
    [InlineData("package")]
    [InlineData("registry_package")]
    public async Task Every_example_of_GitHubs_is_taken_and_worked(string eventName)
    {
        foreach (var (edition, payload) in GitHubExamples.Of(eventName))
        {
            using var response = await App.SendWebhookAsync(eventName, payload);
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted, edition);
        }

        var lines = (await App.WorkedAsync()).Where(line => line.Event == eventName).ToArray();
        lines.Length.ShouldBeGreaterThanOrEqualTo(GitHubExamples.Of(eventName).Count());
        lines.Where(line => line.Outcome!.StartsWith("Not readable", StringComparison.Ordinal) is false).ShouldAllBe(line => line.Status == WebhookDeliveryStatus.Worked);
    }

    public static TheoryData<string> WrongSignatures() =>
    [
        "sha256=",
        "sha256=" + new string('0', 64),
        "sha1=" + new string('0', 40),
        "truncated",
        "upper-case",
        "other secret",
        "other body",
    ];

    [Theory]
    [MemberData(nameof(WrongSignatures))]
    public async Task A_wrong_signature_is_401_and_nothing_is_remembered(string kind)
    {
        var payload = Payload.Push("example/publisher", "refs/heads/main");
        var body = Encoding.UTF8.GetBytes(payload);
        var right = WebhookSignature.Of(GitHubSender.Secret, body);
        var signature = kind switch
        {
            "truncated" => right[..^1],
            "upper-case" => "sha256=" + right[7..].ToUpperInvariant(),
            "other secret" => WebhookSignature.Of("another", body),
            "other body" => WebhookSignature.Of(GitHubSender.Secret, body.AsSpan(1)),
            _ => kind,
        };
        var delivery = Guid.NewGuid().ToString();

        using var response = await App.SendWebhookAsync("push", payload, signature, delivery);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        problem.ToJsonString().ShouldNotContain(right[7..]);
        (await App.RememberedAsync()).ShouldNotContain(line => line.Id == delivery);
    }

    [Fact]
    public async Task A_missing_signature_is_401_even_for_a_ping_and_for_a_machine_token()
    {
        using var missing = await App.SendWebhookAsync("ping", "{}", signature: " ");
        await missing.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);

        using var withToken = await App.PostTextAsync("/webhooks/github", "{}");
        await withToken.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Two_signatures_are_401()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/github") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(WebhookSignature.Header, [WebhookSignature.Of(GitHubSender.Secret, "{}"u8), "sha256=" + new string('0', 64)]);

        using var response = await App.Anonymous.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_repetition_changes_nothing()
    {
        var delivery = Guid.NewGuid().ToString();
        var payload = Payload.Release("example/publisher", "v88001");
        using var first = await App.SendWebhookAsync("release", payload, delivery: delivery);
        await App.WorkedAsync();
        await App.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.queued" && ((string)happened["summary"]!).StartsWith("v88001 ", StringComparison.Ordinal));

        using var second = await App.SendWebhookAsync("release", payload, delivery: delivery.ToUpperInvariant());

        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.Content.ReadAsStringAsync(Cancel)).ShouldBe("""{"repeated":true}""");
        (await App.WorkedAsync()).Count(line => line.Id == delivery).ShouldBe(1);
        (await App.DeploymentsAsync("publisher")).Count(each => (string?)each["version"] == "v88001" && (string?)each["environment"] == "integration").ShouldBe(1);
    }

    [Fact]
    public async Task The_same_at_the_same_time_is_remembered_once()
    {
        var delivery = Guid.NewGuid().ToString();
        var payload = Payload.Package("example/publisher", "publisher");

        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var response = await App.SendWebhookAsync("package", payload, delivery: delivery);
            return response.StatusCode;
        }));

        statuses.Count(status => status == HttpStatusCode.Accepted).ShouldBe(1);
        statuses.Count(status => status == HttpStatusCode.OK).ShouldBe(19);
    }

    [Theory]
    [InlineData("ping", "{\"ping\":true}")]
    [InlineData("issues", "{\"ignored\":true}")]
    [InlineData("delete", "{\"ignored\":true}")]
    public async Task What_is_of_no_interest_is_answered_and_not_remembered(string eventName, string answer)
    {
        var delivery = Guid.NewGuid().ToString();

        using var response = await App.SendWebhookAsync(eventName, "{}", delivery: delivery);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe(answer);
        (await App.RememberedAsync()).ShouldNotContain(line => line.Id == delivery);
    }

    [Theory]
    [InlineData("push", "")]
    [InlineData("push", "not-a-guid")]
    [InlineData("push", "{5f1c7d1e-7a5b-4a39-9a10-0123456789ab}")]
    [InlineData("push", "5f1c7d1e-7a5b-4a39-9a10-0123456789ab5f1c7d1e-7a5b-4a39-9a10-0123456789ab")]
    [InlineData("", "5f1c7d1e-7a5b-4a39-9a10-0123456789ab")]
    [InlineData("PUSH", "5f1c7d1e-7a5b-4a39-9a10-0123456789ab")]
    [InlineData("push;drop", "5f1c7d1e-7a5b-4a39-9a10-0123456789ab")]
    public async Task A_header_that_GitHub_never_sends_is_400(string eventName, string delivery)
    {
        using var response = await App.SendWebhookAsync(eventName, "{}", delivery: delivery);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_form_is_415_and_says_where_to_change_it()
    {
        using var response = await App.SendWebhookAsync("push", "payload=%7B%7D", contentType: "application/x-www-form-urlencoded");
        ((string)(await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType))["detail"]!).ShouldContain("settings");
    }

    [Fact]
    public async Task More_than_it_takes_is_413_and_a_large_push_is_taken()
    {
        var large = JsonNode.Parse(Payload.Push("example/nowhere", "refs/heads/main"))!;
        large["padding"] = new string('x', 3 * 1024 * 1024);
        using var taken = await App.SendWebhookAsync("push", large.ToJsonString());
        taken.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        using var refused = await App.SendWebhookAsync("push", new string(' ', (5 * 1024 * 1024) + 1));
        await refused.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Signed_rubbish_is_remembered_as_not_readable_and_never_500()
    {
        var whole = GitHubExamples.Of("release").First().Payload;
        var bad = new[] { "", "{", "[]", "null", "\"\"", "\u0000", "{\"action\":\"published\"}", "{\"release\":{\"tag_name\":{}}}", new string('[', 5000) }
            .Concat(Enumerable.Range(1, 20).Select(part => whole[..(whole.Length * part / 21)])).ToArray();
        var ids = new List<string>();
        foreach (var payload in bad)
        {
            ids.Add(Guid.NewGuid().ToString());
            using var response = await App.SendWebhookAsync("release", payload, delivery: ids[^1]);
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        var lines = (await App.WorkedAsync()).Where(line => ids.Contains(line.Id)).ToArray();
        lines.Length.ShouldBe(bad.Length);
        lines.ShouldAllBe(line => line.Status == WebhookDeliveryStatus.Failed && line.Outcome!.StartsWith("Not readable") && line.Attempts == 1);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_taken_and_the_option_is_named()
    {
        // The sandbox fills in what is empty, so it is taken away afterwards.
        await using var app = await ReleaseApp.StartAsync(
            TextWriter.Null, builder => builder.Services.PostConfigure<GitHubOptions>(options => options.WebhookSecret = ""), []);

        using var response = await app.SendWebhookAsync("push", "{}", WebhookSignature.Of(" ", "{}"u8));

        ((string)(await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable))["detail"]!).ShouldContain("Release:GitHub:WebhookSecret");
        (await app.RememberedAsync()).ShouldBeEmpty();
    }
}
