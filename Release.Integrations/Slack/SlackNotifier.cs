using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Failures;
using Release.Core.Notifications;

namespace Release.Integrations.Slack;

/// <summary>
/// Sends messages to Slack's incoming webhook. Failures that may pass (network, time-outs, 429, 5xx) have the kind Network
/// or Timeout. Permanent ones have the kind Permission (the webhook may not write there), NotFound (the webhook or channel
/// does not exist) or Application (Slack refuses the message). The webhook's address, which is a secret, is never part of a
/// message or log.
/// </summary>
internal sealed partial class SlackNotifier(HttpClient http, IOptionsMonitor<SlackOptions> options, TimeProvider clock, ILogger<SlackNotifier> logger) : INotifier
{
    private const int MaxAnswer = 1024;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    public async Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        var settings = options.CurrentValue;
        var message = JsonSerializer.SerializeToUtf8Bytes(FailureMessage.Of(notification, settings), SlackJson.Default.SlackMessage);
        using var content = new ByteArrayContent(message);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        using var limit = new CancellationTokenSource(TimeLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.WebhookUrl!, UriKind.Absolute)) { Content = content };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var answer = await ReadAsync(response, both.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw Refused(response, answer);
            }

            Log.Sent(logger, notification.DeploymentId);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OutsideException("Slack did not answer in time.", FailureKind.Timeout, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The exception's message contains at most host and port; the secret part of the address is the path.
            throw new OutsideException($"Slack could not be reached: {exception.Message}", FailureKind.Network, exception);
        }
    }

    private static OutsideException Refused(HttpResponseMessage response, string answer)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new OutsideException(
                $"Slack asks Release to wait{(response.Headers.RetryAfter?.Delta is { } after ? $": {after.TotalSeconds:0} seconds" : "")}.", FailureKind.Network),
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => new OutsideException(
                $"Slack does not let Release's webhook write there ({status} {answer}).", FailureKind.Permission),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new OutsideException(
                $"Slack does not know Release's webhook or its channel ({status} {answer}).", FailureKind.NotFound),
            HttpStatusCode.RequestTimeout => new OutsideException("Slack did not answer in time.", FailureKind.Timeout),
            _ when status >= 500 => new OutsideException($"Slack failed ({status} {answer}).", FailureKind.Network),
            _ => new OutsideException($"Slack refused the message ({status} {answer}).", FailureKind.Application),
        };
    }

    /// <summary>Slack answers with one word, such as <c>ok</c> or <c>invalid_payload</c>; other text is not quoted.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxAnswer];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.UTF8.GetString(buffer, 0, read).Trim();
        return text.Length is > 0 and <= 60 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or ' ' or '-') ? text : "no reason given";
    }

    private static partial class Log
    {
        [LoggerMessage(4300, LogLevel.Information, "Slack was notified of deployment {DeploymentId}")]
        public static partial void Sent(ILogger logger, Guid deploymentId);
    }
}

/// <summary>Used while <c>Release:Slack:WebhookUrl</c> is not set: logs that nobody was notified.</summary>
internal sealed partial class NullNotifier(ILogger<NullNotifier> logger) : INotifier
{
    public Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        Log.NotSent(logger, notification.Cell.ToString(), notification.DeploymentId, SlackOptions.Section);
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(4310, LogLevel.Warning, "Nobody was notified that deployment {DeploymentId} of {Cell} failed: {Section}:WebhookUrl is not set")]
        public static partial void NotSent(ILogger logger, string cell, Guid deploymentId, string section);
    }
}
