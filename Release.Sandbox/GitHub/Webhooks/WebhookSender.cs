using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Release.Sandbox.Faults;
using Release.Sandbox.Settings;

namespace Release.Sandbox.GitHub.Webhooks;

/// <summary>
/// The organisation's webhook: sends Release every event once, one after the other, in the
/// order in which they happened. As at GitHub, a failed delivery is repeated only when somebody redelivers it;
/// while GitHub is unavailable, events wait.
/// </summary>
internal sealed class WebhookSender(WebhookSetup setup, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>How long GitHub waits for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // GitHub does not follow redirects: such a delivery has failed.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>(new UnboundedChannelOptions { SingleReader = true });
    private Order? _current;

    /// <summary>The latest deliveries, oldest first.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries => setup.Log.List();

    /// <summary>Queues an event.</summary>
    /// <param name="event">Such as <c>push</c>.</param>
    /// <returns>Completes when Release has answered or the delivery failed.</returns>
    public Task<WebhookDelivery> SendAsync(string @event, JsonObject payload) => EnqueueAsync(new WebhookDelivery(
        0, Guid.NewGuid(), @event, Text(payload["action"]), Text(payload["repository"]?["name"]), default, 0, 0, "", Redelivery: false, payload.ToJsonString(), ""));

    /// <summary>Sends a delivery again: the same event with the same <c>X-GitHub-Delivery</c>.</summary>
    public Task<WebhookDelivery> RedeliverAsync(WebhookDelivery delivery) => EnqueueAsync(delivery with { Redelivery = true });

    /// <summary>Sends queued events until cancelled, once Release's address is known.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await setup.Release.Known.WaitAsync(cancellationToken);
            await foreach (var order in _orders.Reader.ReadAllAsync(cancellationToken))
            {
                _current = order;
                await setup.Faults.WaitUntilAvailableAsync(cancellationToken);
                await CompleteAsync(order, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The sandbox is stopping.
        }
        finally
        {
            CancelPending();
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private Task<WebhookDelivery> EnqueueAsync(WebhookDelivery delivery)
    {
        var order = new Order(delivery, new TaskCompletionSource<WebhookDelivery>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_orders.Writer.TryWrite(order))
        {
            order.Done.SetCanceled();
        }

        return order.Done.Task;
    }

    private async Task CompleteAsync(Order order, CancellationToken cancellationToken)
    {
        try
        {
            var delivery = setup.Log.Add(await DeliverAsync(order.Delivery, cancellationToken));
            if (!delivery.Good)
            {
                Log.WebhookRefused(logger, delivery.Event, delivery.Repository, delivery.StatusCode, delivery.Status);
            }

            order.Done.SetResult(delivery);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // For instance a full disk: the caller gets the exception, and later events are still sent.
            Log.WebhookFailed(logger, exception, order.Delivery.Event, order.Delivery.Repository);
            order.Done.SetException(exception);
        }
    }

    /// <summary>Cancels events that will not be sent, so that nobody waits for them.</summary>
    private void CancelPending()
    {
        _orders.Writer.TryComplete();
        _current?.Done.TrySetCanceled();
        while (_orders.Reader.TryRead(out var order))
        {
            order.Done.TrySetCanceled();
        }
    }

    private async Task<WebhookDelivery> DeliverAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var result = delivery with { DeliveredAt = time.GetUtcNow() };
        using var limit = new CancellationTokenSource(Patience, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Describe(delivery);
            using var response = await _http.SendAsync(request, ended.Token);
            var answer = await response.Content.ReadAsStringAsync(ended.Token);
            result = result with
            {
                StatusCode = (int)response.StatusCode,
                Status = response.IsSuccessStatusCode ? "OK" : $"Invalid HTTP Response: {(int)response.StatusCode}",
                Answer = answer.Length > 2000 ? answer[..2000] : answer,
            };
        }
        catch (HttpRequestException exception)
        {
            result = result with { StatusCode = 0, Status = "failed to connect to host", Answer = exception.Message };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            result = result with { StatusCode = 0, Status = "timed out", Answer = "" };
        }

        return result with { DurationSeconds = Math.Round(time.GetElapsedTime(started).TotalSeconds, 2) };
    }

    private HttpRequestMessage Describe(WebhookDelivery delivery)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Payload);
        var request = new HttpRequestMessage(HttpMethod.Post, setup.Release.AddressOf("/webhooks/github")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("GitHub-Hookshot", "5a11dbe"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        request.Headers.Add("X-GitHub-Delivery", delivery.Guid.ToString());
        request.Headers.Add("X-GitHub-Event", delivery.Event);
        request.Headers.Add("X-GitHub-Hook-ID", WebhookSetup.HookId.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-GitHub-Hook-Installation-Target-ID", setup.OrganizationId.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-GitHub-Hook-Installation-Target-Type", "organization");
        request.Headers.Add("X-Hub-Signature-256", WebhookSignature.Of(body, setup.Secret));
        return request;
    }

    private sealed record Order(WebhookDelivery Delivery, TaskCompletionSource<WebhookDelivery> Done);
}

/// <summary>The settings of the organisation's webhook.</summary>
internal sealed record WebhookSetup
{
    /// <summary>Id of the only webhook.</summary>
    public const long HookId = 430_001_001;

    public required ReleaseConnection Release { get; init; }

    /// <summary>The key that signs the bodies.</summary>
    public required string Secret { get; init; }

    public required long OrganizationId { get; init; }

    /// <summary>GitHub's faults: while it is unavailable, nothing is sent.</summary>
    public required ServiceFaults Faults { get; init; }

    public required WebhookDeliveryLog Log { get; init; }
}

/// <summary><c>X-Hub-Signature-256</c>. Source: https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries</summary>
internal static class WebhookSignature
{
    /// <returns><c>sha256=</c> and the HMAC of the raw body in lower-case hexadecimal.</returns>
    public static string Of(ReadOnlySpan<byte> body, string secret) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";
}
