using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes;

/// <summary>
/// A watch: reads the store's history from the client's version on, and sleeps on the store's signal in between.
/// It keeps no queue of its own, so a slow client costs nothing and learns by 410 that it fell too far behind.
/// </summary>
internal sealed class WatchAnswer(HttpContext context, ObjectStore store, ObjectFilter filter, TimeProvider time)
{
    private static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan BookmarkInterval = TimeSpan.FromMinutes(1);

    private readonly ArrayBufferWriter<byte> _pending = new();
    private readonly bool _bookmarks = IsTrue(context.Request.Query["allowWatchBookmarks"]);

    public async Task WriteAsync()
    {
        var query = context.Request.Query;
        var limit = ListAnswer.ReadLong(query["timeoutSeconds"]) is { } seconds and > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWatch.TotalSeconds))
            : LongestWatch;
        using var timeout = new CancellationTokenSource(limit, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        context.Response.ContentType = "application/json";
        var version = ListAnswer.ReadLong(query["resourceVersion"]) ?? 0;
        try
        {
            if (version == 0 || IsTrue(query["sendInitialEvents"]))
            {
                version = WriteInitial(IsTrue(query["sendInitialEvents"]));
            }

            await SendAsync(ended.Token);
            await FollowAsync(version, ended.Token);
        }
        catch (KubernetesError error)
        {
            Write("ERROR", error.ToStatus());
            await SendAsync(context.RequestAborted);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            // The time the client gave the watch is over; ending the stream is the answer.
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await context.Response.Body.WriteAsync(_pending.WrittenMemory, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken); // Also with nothing to send: the client waits for the headers.
        _pending.ResetWrittenCount();
    }

    private long WriteInitial(bool markEnd)
    {
        var (items, version) = store.List(filter.Kind, filter.Namespace);
        foreach (var item in items.Where(filter.Matches))
        {
            Write(StoreChange.Added, item);
        }

        if (markEnd)
        {
            Write("BOOKMARK", Bookmark(version, initialEventsEnd: true));
        }

        return version;
    }

    private async Task FollowAsync(long version, CancellationToken cancellationToken)
    {
        var nextBookmark = time.GetUtcNow() + BookmarkInterval;
        while (true)
        {
            var changed = store.NextChange;
            foreach (var change in store.ReadSince(version))
            {
                Write(change);
                version = change.Object.Version;
            }

            if (_bookmarks && time.GetUtcNow() >= nextBookmark)
            {
                Write("BOOKMARK", Bookmark(version, initialEventsEnd: false));
                nextBookmark = time.GetUtcNow() + BookmarkInterval;
            }

            if (_pending.WrittenCount > 0)
            {
                await SendAsync(cancellationToken);
            }

            await WaitAsync(changed, nextBookmark, cancellationToken);
        }
    }

    private async Task WaitAsync(Task changed, DateTimeOffset nextBookmark, CancellationToken cancellationToken)
    {
        if (!_bookmarks)
        {
            await changed.WaitAsync(cancellationToken);
            return;
        }

        var pause = nextBookmark - time.GetUtcNow();
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time, woken.Token));
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>What a selector makes of a change: an object that no longer fits is deleted as far as this client can see.</summary>
    private void Write(StoreChange change)
    {
        var now = change.Type != StoreChange.Deleted && filter.Matches(change.Object);
        var before = change.Previous is { } previous && filter.Matches(previous);
        if (now)
        {
            Write(before ? StoreChange.Modified : StoreChange.Added, change.Object);
        }
        else if (before)
        {
            Write(StoreChange.Deleted, change.Object);
        }
    }

    private void Write(string type, StoredObject item)
    {
        Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":", _pending);
        _pending.Write(item.Json.Span);
        _pending.Write("}\n"u8);
    }

    private void Write(string type, JsonObject content)
    {
        Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":", _pending);
        _pending.Write(ObjectMetadata.Serialize(content));
        _pending.Write("}\n"u8);
    }

    private JsonObject Bookmark(long version, bool initialEventsEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (initialEventsEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        return new JsonObject { ["kind"] = filter.Kind.Kind, ["apiVersion"] = filter.Kind.ApiVersion, ["metadata"] = metadata };
    }

    private static bool IsTrue(string? text) => text is "true" or "1";
}
