using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Requests;
using Release.Sandbox.Kubernetes.Storage;
using Release.Sandbox.Kubernetes.Tables;

namespace Release.Sandbox.Kubernetes.Responses;

/// <summary>
/// A watch: sends the store's history from the client's version on, and waits for the store's signal in between.
/// It has no queue of its own: a slow client costs no memory, and gets 410 when it is too far behind.
/// </summary>
internal sealed class WatchResponse
{
    private static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan BeforeTheEnd = TimeSpan.FromSeconds(2);

    private readonly HttpContext _context;
    private readonly KubernetesApiSetup _setup;
    private readonly ObjectFilter _filter;
    private readonly ListOptions _options;
    private readonly WatchLines _lines;
    private readonly bool _bookmarks;
    private readonly TimeSpan _limit;
    private readonly DateTimeOffset _end;
    private bool _cut;

    public WatchResponse(ApiRequest request, KubernetesApiSetup setup)
    {
        _context = request.Context;
        _setup = setup;
        _filter = ObjectFilter.Read(request.Path, request.Query);
        _options = ListOptions.Read(request.Query, watch: true);
        _lines = new WatchLines(request.Kind, ResponseFormat.Of(request.Context), setup.Time);
        _bookmarks = QueryText.IsTrue(request.Query["allowWatchBookmarks"]);
        _limit = QueryText.Number(request.Query["timeoutSeconds"]) is { } seconds and > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWatch.TotalSeconds))
            : LongestWatch;
        _end = setup.Time.GetUtcNow() + _limit;
    }

    public async Task WriteAsync()
    {
        var dropped = _setup.Faults.WatchesDropped;
        using var timeout = new CancellationTokenSource(_limit, _setup.Time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, dropped, _context.RequestAborted);
        var version = Begin();
        _context.Response.ContentType = "application/json";
        _cut = _setup.Faults.TakeHalfWatchLine();
        try
        {
            if (_options.Version == 0 || _options.SendInitialEvents)
            {
                version = WriteInitial();
            }

            await SendAsync(ended.Token);
            await FollowAsync(version, ended.Token);
        }
        catch (KubernetesError error)
        {
            _lines.Error(error.ToStatus());
            await SendAsync(_context.RequestAborted);
        }
        catch (OperationCanceledException) when (dropped.IsCancellationRequested)
        {
            _context.Abort(); // As a network failure would: in the middle of the stream.
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !_context.RequestAborted.IsCancellationRequested)
        {
            // timeoutSeconds is over; the stream ends normally.
        }
    }

    private long Begin()
    {
        if (_setup.Faults.ExpiredAsHttpStatus && _options.Version > 0)
        {
            _setup.Store.EnsureReachable(_options.Version);
        }

        return _options.Version;
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        if (_cut && !_lines.Pending.IsEmpty)
        {
            await ApiResponse.CutAsync(_context, _lines.Pending);
        }
        else
        {
            await _context.Response.Body.WriteAsync(_lines.Pending, cancellationToken);
            await _context.Response.Body.FlushAsync(cancellationToken); // Sends the headers, for which the client waits, even without events.
        }

        cancellationToken.ThrowIfCancellationRequested();
        _lines.Sent();
    }

    private long WriteInitial()
    {
        var (items, version) = _setup.Store.List(_filter.Kind, _filter.Namespace);
        if (_options.Version > version)
        {
            throw KubernetesError.TooLarge(_options.Version, version);
        }

        foreach (var item in items.Where(_filter.Matches))
        {
            _lines.Change(StoreChange.Added, item);
        }

        if (_options.SendInitialEvents && _bookmarks)
        {
            _lines.Bookmark(version, initialEventsEnd: true);
        }

        return version;
    }

    private async Task FollowAsync(long version, CancellationToken cancellationToken)
    {
        var nextBookmark = NextBookmark();
        while (true)
        {
            var changed = _setup.Store.NextChange;
            foreach (var change in _setup.Store.ReadSince(version))
            {
                version = change.Object.Version;
                Write(change);
                if (_setup.Faults.EventsPerWatch is > 0 and var limit && _lines.Changes >= limit)
                {
                    await SendAsync(cancellationToken);
                    _context.Abort();
                    return;
                }
            }

            if (_bookmarks && _setup.Time.GetUtcNow() >= nextBookmark)
            {
                _lines.Bookmark(version, initialEventsEnd: false);
                nextBookmark = NextBookmark();
            }

            if (!_lines.Pending.IsEmpty)
            {
                await SendAsync(cancellationToken);
            }

            await WaitAsync(changed, nextBookmark, cancellationToken);
        }
    }

    /// <summary>Sends a bookmark about every minute and shortly before the end, so that the next watch can start at a recent version.</summary>
    private DateTimeOffset NextBookmark()
    {
        var now = _setup.Time.GetUtcNow();
        var regular = now + _setup.BookmarkInterval;
        var last = _end - BeforeTheEnd;
        return last > now && last < regular ? last : regular;
    }

    private async Task WaitAsync(Task changed, DateTimeOffset nextBookmark, CancellationToken cancellationToken)
    {
        if (!_bookmarks)
        {
            await changed.WaitAsync(cancellationToken);
            return;
        }

        var pause = nextBookmark - _setup.Time.GetUtcNow();
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, _setup.Time, woken.Token));
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The event type for the selector: an object that no longer matches is DELETED for this client.</summary>
    private void Write(StoreChange change)
    {
        var now = change.Type != StoreChange.Deleted && _filter.Matches(change.Object);
        var before = change.Previous is { } previous && _filter.Matches(previous);
        if (now)
        {
            _lines.Change(before ? StoreChange.Modified : StoreChange.Added, change.Object);
        }
        else if (before)
        {
            _lines.Change(StoreChange.Deleted, change.Object);
        }
    }
}

/// <summary>The buffered lines of a watch.</summary>
internal sealed class WatchLines(ResourceKind kind, ResponseFormat form, TimeProvider time)
{
    private readonly ArrayBufferWriter<byte> _pending = new();
    private bool _columnsSent;

    public ReadOnlyMemory<byte> Pending => _pending.WrittenMemory;

    /// <summary>Number of changes written since the watch began.</summary>
    public int Changes { get; private set; }

    public void Change(string type, StoredObject item)
    {
        Line(type, form.Write(item, time.GetUtcNow(), columns: !_columnsSent).Span);
        _columnsSent = true;
        Changes++;
    }

    public void Error(JsonObject status) => Line("ERROR", ObjectMetadata.Serialize(status));

    public void Bookmark(long version, bool initialEventsEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (initialEventsEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        var content = form.Kind switch
        {
            ResponseFormat.Table => TableView.Of(kind, [], metadata, "None", time.GetUtcNow()),
            ResponseFormat.Metadata => new JsonObject { ["kind"] = ResponseFormat.Metadata, ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata },
            _ => new JsonObject { ["kind"] = kind.Kind, ["apiVersion"] = kind.ApiVersion, ["metadata"] = metadata },
        };
        Line("BOOKMARK", ObjectMetadata.Serialize(content));
    }

    public void Sent() => _pending.ResetWrittenCount();

    private void Line(string type, ReadOnlySpan<byte> json)
    {
        Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":", _pending);
        _pending.Write(json);
        _pending.Write("}\n"u8);
    }
}
