using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Release.Data.Events;
using Release.Data.Queries;
using Release.Web.Hosting;
using Release.Web.SignIn;

namespace Release.Web.Endpoints;

/// <summary>Writes the event log to one reader until it leaves or the application stops. A comment now and then keeps proxies from cutting it.</summary>
internal sealed class EventStream(
    EventFollower follower, EventQueries events, SignInValidity signIns, IHostApplicationLifetime lifetime, TimeProvider clock, IOptions<JsonOptions> json)
{
    // Below the minute after which proxies commonly cut a silent connection.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <param name="context">The reader.</param>
    /// <param name="after">The sequence number to go on from; null for the present.</param>
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
            // The reader left, or we stop: the end of a stream, not an error. It resumes with Last-Event-ID.
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
        // Not disposed: it ends by the token, and one that is still asked for its next batch cannot be disposed.
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

            // Whoever was signed out, or whose token was revoked, hears nothing more.
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
