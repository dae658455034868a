using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Release.Data.Events;
using Release.Data.Queries;
using Release.Web.SignIn;

namespace Release.Web.Endpoints;

/// <summary>Writes the event log to one reader until it disconnects or the application stops. Heartbeat comments keep proxies from closing the connection.</summary>
internal sealed class EventStream(
    EventFollower follower, EventQueries events, SignInValidity signIns, IHostApplicationLifetime lifetime, TimeProvider clock, IOptions<JsonOptions> json)
{
    // Proxies commonly close a connection after a minute without data.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <param name="context">The reader.</param>
    /// <param name="after">Start after this sequence number; null starts with the next event.</param>
    public async Task WriteAsync(HttpContext context, long? after)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            var position = after ?? await events.LastSequenceAsync(ends.Token);
            await BeginAsync(context, ends.Token);
            await FollowAsync(context, position, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The reader disconnected or the application stops. Neither is an error; the reader resumes with Last-Event-ID.
            return;
        }
    }

    private static async Task BeginAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await CommentAsync(context.Response, "open", cancellationToken);
    }

    private async Task FollowAsync(HttpContext context, long position, CancellationToken cancellationToken)
    {
        var response = context.Response;
        // Not disposed: an enumerator with a pending MoveNextAsync cannot be. The token ends it.
        var batches = follower.FollowAsync(position, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var next = batches.MoveNextAsync().AsTask();
            while (!await Signal.WaitAsync(next, Heartbeat, clock, cancellationToken))
            {
                if (!await signIns.StillHoldsAsync(context, cancellationToken))
                {
                    return;
                }

                await CommentAsync(response, "still here", cancellationToken);
            }

            // Send nothing to a reader who was signed out or whose token was revoked.
            if (!await next || !await signIns.StillHoldsAsync(context, cancellationToken))
            {
                return;
            }

            foreach (var happened in batches.Current)
            {
                var data = JsonSerializer.Serialize(EventView.Of(happened), json.Value.SerializerOptions);
                await response.WriteAsync($"id: {happened.Sequence}\nevent: {happened.TypeName}\ndata: {data}\n\n", cancellationToken);
            }

            await response.Body.FlushAsync(cancellationToken);
        }
    }

    private static async Task CommentAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync($": {text}\n\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
