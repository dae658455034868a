using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Release.Data.Events;
using Release.Data.Queries;
using Release.Data.Rows;
using Release.Integrations.GitHub.Webhooks;
using Release.Tests.Support;

namespace Release.Tests.Integration.Webhooks;

/// <summary>Sends what GitHub sends.</summary>
internal static class GitHubSender
{
    public const string Secret = "It's a Secret to Everybody";
    public const string Setting = $"Release:GitHub:WebhookSecret={Secret}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="signature">Null: the right one.</param>
    /// <param name="delivery">Null: a new one.</param>
    public static async Task<HttpResponseMessage> SendWebhookAsync(
        this ReleaseApp app, string eventName, string payload, string? signature = null, string? delivery = null, string contentType = "application/json")
    {
        var body = Encoding.UTF8.GetBytes(payload);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/github") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        // So that a refusal is read, and not lost in the middle of sending.
        request.Headers.ExpectContinue = body.Length > 1024 * 1024;
        request.Headers.TryAddWithoutValidation("X-GitHub-Event", eventName);
        request.Headers.TryAddWithoutValidation("X-GitHub-Delivery", delivery ?? Guid.NewGuid().ToString());
        if ((signature ?? WebhookSignature.Of(Secret, body)) is { Length: > 0 } value)
        {
            request.Headers.TryAddWithoutValidation(WebhookSignature.Header, value);
        }

        return await app.Anonymous.SendAsync(request, Cancel);
    }

    /// <summary>Sends it, and waits until nothing is pending any more. Returns what came of it.</summary>
    public static async Task<WebhookLine> SendAndWorkAsync(this ReleaseApp app, string eventName, string payload)
    {
        var delivery = Guid.NewGuid().ToString();
        using var response = await app.SendWebhookAsync(eventName, payload, delivery: delivery);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync(Cancel));
        return (await app.WorkedAsync()).Single(line => line.Id == delivery);
    }

    /// <summary>What is remembered, newest first, once nothing is pending any more.</summary>
    public static async Task<IReadOnlyList<WebhookLine>> WorkedAsync(this ReleaseApp app)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var signal = app.Services.GetRequiredService<WebhookSignal>();
        while (true)
        {
            var next = signal.Next;
            var lines = await app.RememberedAsync();
            if (lines.All(line => line.Status is not WebhookDeliveryStatus.Pending))
            {
                return lines;
            }

            await next.WaitAsync(limit.Token);
        }
    }

    public static Task<IReadOnlyList<WebhookLine>> RememberedAsync(this ReleaseApp app) =>
        app.Services.GetRequiredService<WebhookQueries>().LatestAsync(null, 10_000, Cancel);
}
