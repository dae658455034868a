using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Release.Data.Events;
using Release.Data.Queries;
using Release.Web.Endpoints.Views;

namespace Release.Web.Endpoints;

/// <summary>Writes the event log to one reader until it leaves or the application stops. A comment now and then keeps proxies from cutting it.</summary>
internal sealed class EventStream(
    EventQueries events, EventSignal signal, IHostApplicationLifetime lifetime, TimeProvider clock, IOptions<JsonOptions> json)
{
    private const int BatchSize = 500;

    // Below the minute after which proxies commonly cut a silent connection; also how late another replica's news may be.
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
            await FollowAsync(context.Response, position, ends.Token);
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

    private async Task FollowAsync(HttpResponse response, long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before looking: what is committed in between is not missed.
            var next = signal.Next;
            var batch = await events.AfterAsync(position, BatchSize, cancellationToken);
            foreach (var happened in batch)
            {
                var data = JsonSerializer.Serialize(EventView.Of(happened), json.Value.SerializerOptions);
                await response.WriteAsync($"id: {happened.Sequence}\nevent: {happened.TypeName}\ndata: {data}\n\n", cancellationToken);
                position = happened.Sequence;
            }

            if (batch.Count > 0)
            {
                await response.Body.FlushAsync(cancellationToken);
            }

            if (batch.Count < BatchSize && !await Signal.WaitAsync(next, Heartbeat, clock, cancellationToken))
            {
                await CommentAsync(response, "still here", cancellationToken);
            }
        }
    }

    private static async Task CommentAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync($": {text}\n\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
