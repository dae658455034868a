using System.Buffers;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Release.Core.Webhooks;
using Release.Data.Stores;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Webhooks;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>GitHub tells what happens there (contracts §9). Signed, remembered, answered; the work comes afterwards.</summary>
internal static class GitHubWebhookEndpoints
{
    /// <summary>
    /// GitHub sends up to 25 MB. The events that Release listens to have some 20 kB; a push of 2,048 commits, the most
    /// that GitHub names, about 2 MB. More is refused, because anybody can send it before the signature is checked.
    /// </summary>
    private const int LargestBody = 5 * 1024 * 1024;

    /// <summary>GitHub waits ten seconds for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static void MapGitHubWebhooks(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/webhooks/github", TakeAsync)
            .AllowAnonymous()
            .WithTags("Contracts").WithName("gitHubWebhook")
            .WithSummary("GitHub tells what happens there")
            .WithDescription("Content type application/json, signed in X-Hub-Signature-256 with Release:GitHub:WebhookSecret. 202 when it is remembered, 200 when it was before or is of no interest.")
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody), new SkipStatusCodePagesAttribute())
            .Produces<WebhookAnswer>(StatusCodes.Status202Accepted)
            .Produces<WebhookAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> TakeAsync(
        HttpContext context, IOptionsMonitor<GitHubOptions> options, ISourceEventReader reader, WebhookStore store, TimeProvider clock)
    {
        var request = context.Request;
        if (options.CurrentValue.WebhookSecret is not { Length: > 0 } secret)
        {
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "Webhooks are not set up", $"{GitHubOptions.Section}:{nameof(GitHubOptions.WebhookSecret)} is empty. Set it to the secret that GitHub signs with.");
        }

        if (await ReadAsync(request, context.RequestAborted) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "The webhook is too large", $"Release takes at most {LargestBody / 1024 / 1024} MB.");
        }

        // One value: two would let the reader choose.
        if (!WebhookSignature.IsRight(secret, body, request.Headers[WebhookSignature.Header] is [var signature] ? signature : null))
        {
            return Problems.Of(StatusCodes.Status401Unauthorized, "The signature is missing or wrong", "A webhook is signed with HMAC-SHA256 over its body, in X-Hub-Signature-256.");
        }

        return Problem(request) ?? await RememberAsync(request, body, reader, store, clock);
    }

    private static IResult? Problem(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "The content type is not application/json", "Choose it in the webhook's settings on GitHub.");
        }

        if (!Guid.TryParseExact(request.Headers["X-GitHub-Delivery"], "D", out _))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "X-GitHub-Delivery is not valid", "It is the delivery's GUID.");
        }

        return EventOf(request) is { Length: > 0 and <= 64 } name && name.All(letter => char.IsAsciiLetterLower(letter) || letter is '_')
            ? null
            : Problems.Of(StatusCodes.Status400BadRequest, "X-GitHub-Event is not valid", "It is the event's name, for example push.");
    }

    private static async Task<IResult> RememberAsync(HttpRequest request, byte[] body, ISourceEventReader reader, WebhookStore store, TimeProvider clock)
    {
        var name = EventOf(request);
        if (!reader.IsOfInterest(name))
        {
            return TypedResults.Ok(name == "ping" ? WebhookAnswer.Pong : WebhookAnswer.IsIgnored);
        }

        // The smallest difference in spelling must not make a repetition a new delivery.
        var id = Guid.Parse(request.Headers["X-GitHub-Delivery"]!).ToString("D");
        using var limit = new CancellationTokenSource(Patience, clock);
        try
        {
            return await store.TakeAsync(id, name, Encoding.UTF8.GetString(body).Replace('\0', '\uFFFD'), limit.Token)
                ? TypedResults.Accepted((string?)null, WebhookAnswer.IsAccepted)
                : TypedResults.Ok(WebhookAnswer.IsRepeated);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "The database is busy", "The delivery may be remembered or not; delivering it again does no harm.");
        }
    }

    private static string EventOf(HttpRequest request) => request.Headers["X-GitHub-Event"].ToString();

    /// <summary>The whole body; null when it is larger than allowed.</summary>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestBody)
        {
            return null;
        }

        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(cancellationToken);
                if (read.Buffer.Length > LargestBody)
                {
                    request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                    return null;
                }

                if (read.IsCompleted)
                {
                    var body = read.Buffer.ToArray();
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return body;
                }

                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }
}

/// <summary>What GitHub is told, and shows in its list of deliveries.</summary>
internal sealed record WebhookAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Accepted = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Repeated = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Ignored = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Ping = false)
{
    public static readonly WebhookAnswer IsAccepted = new(Accepted: true);
    public static readonly WebhookAnswer IsRepeated = new(Repeated: true);
    public static readonly WebhookAnswer IsIgnored = new(Ignored: true);
    public static readonly WebhookAnswer Pong = new(Ping: true);
}
