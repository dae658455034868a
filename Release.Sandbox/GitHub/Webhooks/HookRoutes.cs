using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;

namespace Release.Sandbox.GitHub.Webhooks;

/// <summary>The organisation's webhook: deliveries, redelivery and ping. Source: https://docs.github.com/rest/orgs/webhooks</summary>
internal sealed class HookRoutes(WebhookSender sender, WebhookPayloads payloads, TimeProvider time) : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/orgs/{org}/hooks/{id}/deliveries", List),
        new("GET", "/orgs/{org}/hooks/{id}/deliveries/{delivery}", Show),
        new("POST", "/orgs/{org}/hooks/{id}/deliveries/{delivery}/attempts", Redeliver),
        new("POST", "/orgs/{org}/hooks/{id}/pings", Ping),
    ];

    private GitHubResponse List(GitHubRequest call)
    {
        Check(call);
        return Paging.Answer(call, [.. sender.Deliveries.Reverse()], Describe);
    }

    private GitHubResponse Show(GitHubRequest call)
    {
        Check(call);
        var delivery = Find(call);
        var body = Describe(delivery);
        body["url"] = "";
        body["request"] = new JsonObject
        {
            ["headers"] = new JsonObject { ["X-GitHub-Event"] = delivery.Event, ["X-GitHub-Delivery"] = delivery.Guid.ToString() },
            ["payload"] = JsonNode.Parse(delivery.Payload),
        };
        body["response"] = new JsonObject { ["headers"] = new JsonObject(), ["payload"] = delivery.Answer };
        return GitHubResponse.Json(body);
    }

    private GitHubResponse Redeliver(GitHubRequest call)
    {
        Check(call);
        _ = sender.RedeliverAsync(Find(call));
        return GitHubResponse.Json(new JsonObject(), StatusCodes.Status202Accepted);
    }

    private GitHubResponse Ping(GitHubRequest call)
    {
        Check(call);
        _ = sender.SendAsync("ping", payloads.Ping(time.GetUtcNow()));
        return GitHubResponse.NoContent;
    }

    private static void Check(GitHubRequest call)
    {
        call.RequireWriter();
        if (call.Value("org") != SandboxGitHub.Organisation || call.Number("id") != WebhookSetup.HookId)
        {
            throw GitHubException.NotFound();
        }
    }

    private WebhookDelivery Find(GitHubRequest call)
    {
        var id = call.Number("delivery");
        return sender.Deliveries.FirstOrDefault(delivery => delivery.Id == id) ?? throw GitHubException.NotFound();
    }

    private static JsonObject Describe(WebhookDelivery delivery) => new()
    {
        ["id"] = delivery.Id,
        ["guid"] = delivery.Guid.ToString(),
        ["delivered_at"] = Times.Iso(delivery.DeliveredAt),
        ["redelivery"] = delivery.Redelivery,
        ["duration"] = delivery.DurationSeconds,
        ["status"] = delivery.Status,
        ["status_code"] = delivery.StatusCode,
        ["event"] = delivery.Event,
        ["action"] = delivery.Action.Length == 0 ? null : delivery.Action,
        ["installation_id"] = null,
        ["repository_id"] = delivery.Repository.Length == 0 ? null : JsonValue.Create(Ids.Number("repository", delivery.Repository)),
        ["throttled_at"] = null,
    };
}
