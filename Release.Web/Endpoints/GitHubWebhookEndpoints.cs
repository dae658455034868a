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

/// <summary>Takes GitHub's webhooks (contracts §9): checks the signature, stores the delivery and answers. A job handles it later.</summary>
internal static class GitHubWebhookEndpoints
{
    /// <summary>
    /// GitHub sends up to 25 MB, but the events that Release handles have about 20 kB, and a push with 2,048 commits (the
    /// most GitHub lists) about 2 MB. Larger bodies are refused, because they are read before the signature is checked.
    /// </summary>
    private const int LargestBody = 5 * 1024 * 1024;

    /// <summary>Shorter than the ten seconds that GitHub waits for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static void MapGitHubWebhooks(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/webhooks/github", TakeAsync)
            .AllowAnonymous()
            .WithTags("Contracts").WithName("gitHubWebhook")
            .WithSummary("Receive a GitHub webhook")
            .WithDescription("Content type application/json, signed in X-Hub-Signature-256 with Release:GitHub:WebhookSecret. 202 if the delivery is stored, 200 if it was stored before or Release does not use the event.")
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
                StatusCodes.Status503ServiceUnavailable, "Webhooks are not set up", $"{GitHubOptions.Section}:{nameof(GitHubOptions.WebhookSecret)} is empty. Set it to the secret of the webhook on GitHub.");
        }

        if (await ReadAsync(request, context.RequestAborted) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "The webhook is too large", $"Release takes at most {LargestBody / 1024 / 1024} MB.");
        }

        // Exactly one value: with two, it would not be clear which one counts.
        if (!WebhookSignature.IsRight(secret, body, request.Headers[WebhookSignature.Header] is [var signature] ? signature : null))
        {
            return Problems.Of(StatusCodes.Status401Unauthorized, "The signature is missing or wrong", "X-Hub-Signature-256 must have the HMAC-SHA256 of the body with the webhook's secret. Set the same secret on GitHub and in Release.");
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
            return Problems.Of(StatusCodes.Status400BadRequest, "X-GitHub-Delivery is not valid", "It must be the GUID of the delivery.");
        }

        return EventOf(request) is { Length: > 0 and <= 64 } name && name.All(letter => char.IsAsciiLetterLower(letter) || letter is '_')
            ? null
            : Problems.Of(StatusCodes.Status400BadRequest, "X-GitHub-Event is not valid", "It must be the name of the event, for example push.");
    }

    private static async Task<IResult> RememberAsync(HttpRequest request, byte[] body, ISourceEventReader reader, WebhookStore store, TimeProvider clock)
    {
        var name = EventOf(request);
        if (!reader.IsOfInterest(name))
        {
            return TypedResults.Ok(name == "ping" ? WebhookAnswer.Pong : WebhookAnswer.IsIgnored);
        }

        // Normalised, so that a GUID in another spelling is recognised as a repetition.
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
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "The database is busy", "The delivery may or may not be stored. Deliver it again; a repetition is ignored.");
        }
    }

    private static string EventOf(HttpRequest request) => request.Headers["X-GitHub-Event"].ToString();

    /// <summary>The body; null if it is too large.</summary>
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

/// <summary>The answer, which GitHub shows in its list of deliveries.</summary>
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
