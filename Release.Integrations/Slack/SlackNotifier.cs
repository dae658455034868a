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
/// Slack's incoming webhook. Failures that go away (network, time-outs, 429, 5xx) have kind Network or Timeout; those that
/// repeating does not mend have kind Permission (the webhook may not write there), NotFound (the webhook or channel is
/// gone) or Application (Slack refuses the message itself). The webhook's address is never part of a message or log.
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
            // Its own message names the host and port at most; the address's secret part is the path.
            throw new OutsideException($"Slack could not be reached: {exception.Message}", FailureKind.Network, exception);
        }
    }

    private static OutsideException Refused(HttpResponseMessage response, string answer)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new OutsideException(
                $"Slack asks for patience{(response.Headers.RetryAfter?.Delta is { } after ? $": {after.TotalSeconds:0} seconds" : "")}.", FailureKind.Network),
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => new OutsideException(
                $"Slack does not let Release's webhook write there ({status} {answer}).", FailureKind.Permission),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new OutsideException(
                $"Slack does not know Release's webhook or its channel ({status} {answer}).", FailureKind.NotFound),
            HttpStatusCode.RequestTimeout => new OutsideException("Slack did not answer in time.", FailureKind.Timeout),
            _ when status >= 500 => new OutsideException($"Slack is in trouble ({status} {answer}).", FailureKind.Network),
            _ => new OutsideException($"Slack refused the message ({status} {answer}).", FailureKind.Application),
        };
    }

    /// <summary>Slack answers one word, such as <c>ok</c> or <c>invalid_payload</c>; anything else is not repeated.</summary>
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
        [LoggerMessage(4300, LogLevel.Information, "Slack was told of deployment {DeploymentId}")]
        public static partial void Sent(ILogger logger, Guid deploymentId);
    }
}

/// <summary>Stands in while <c>Release:Slack:WebhookUrl</c> is not set: says in the log that nobody was told.</summary>
internal sealed partial class NullNotifier(ILogger<NullNotifier> logger) : INotifier
{
    public Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        Log.NotSent(logger, notification.Cell.ToString(), notification.DeploymentId, SlackOptions.Section);
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(4310, LogLevel.Warning, "Nobody was told that deployment {DeploymentId} of {Cell} failed: {Section}:WebhookUrl is not set")]
        public static partial void NotSent(ILogger logger, string cell, Guid deploymentId, string section);
    }
}
