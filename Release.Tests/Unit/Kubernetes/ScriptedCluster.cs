using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Web;
using Release.Tests.Support.Kubernetes;

namespace Release.Tests.Unit.Kubernetes;

/// <summary>
/// An API server that changes at random and, while it is <see cref="Unruly"/>, breaks off watches and lists in every way
/// that real ones do. Speaks the documented protocol: pages, resource versions, bookmarks, 410.
/// </summary>
internal sealed class ScriptedCluster(int seed, params string[] kinds) : HttpMessageHandler
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, ScriptedResource> _resources = kinds.ToDictionary(kind => kind, kind => new ScriptedResource(new Random(seed + kind.Length)), StringComparer.Ordinal);
    private long _version = 1000;
    private TaskCompletionSource _changed = NewSignal();

    public Lock Gate { get; } = new();

    public bool Unruly { get; set; }

    /// <summary>How often something was broken, by how.</summary>
    public ConcurrentDictionary<string, int> Cuts { get; } = new(StringComparer.Ordinal);

    /// <summary>How many watches were cut or refused as too old; lists and requests that failed are besides.</summary>
    public int WatchesCut => Cuts.Where(cut => cut.Key is "reset" or "ended" or "silent" or "expired at once" or "expired while open").Sum(cut => cut.Value);

    /// <summary>Rises whenever a client asks or reads.</summary>
    public SemaphoreSlim Activity { get; } = new(0);

    public Task Changed => _changed.Task;

    public ScriptedResource Of(string kind) => _resources[kind];

    public int Dice(int sides)
    {
        lock (Gate)
        {
            return _random.Next(sides);
        }
    }

    /// <summary>Does nothing while clients are far behind, so that history grows no faster than it is read.</summary>
    public void Change(int times)
    {
        lock (Gate)
        {
            if (_resources.Values.Any(resource => resource.Backlog > 30))
            {
                return;
            }

            for (; times > 0; times--)
            {
                _resources.Values.ElementAt(_random.Next(_resources.Count)).Change(() => ++_version);
            }
        }

        Signal();
    }

    public long Mark(string kind)
    {
        long version;
        lock (Gate)
        {
            version = _resources[kind].Mark(() => ++_version);
        }

        Signal();
        return version;
    }

    public long Version
    {
        get
        {
            lock (Gate)
            {
                return _version;
            }
        }
    }

    public void Cut(string how) => Cuts.AddOrUpdate(how, 1, (_, count) => count + 1);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var query = HttpUtility.ParseQueryString(uri.Query);
        var resource = _resources[uri.Segments[^1]];
        Activity.Release();
        if (Unruly && Dice(12) == 0)
        {
            Cut("refused");
            return Task.FromResult(Refusal());
        }

        return Task.FromResult(query["watch"] == "true" ? Watch(resource, long.Parse(query["resourceVersion"]!, CultureInfo.InvariantCulture)) : List(resource, query["continue"], query["limit"]));
    }

    private HttpResponseMessage Refusal()
    {
        if (Dice(2) == 0)
        {
            return FakeCluster.Refusal(HttpStatusCode.InternalServerError, "InternalError", "etcd is away");
        }

        var busy = FakeCluster.Refusal(HttpStatusCode.TooManyRequests, "TooManyRequests", "busy");
        busy.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.Zero);
        return busy;
    }

    private HttpResponseMessage List(ScriptedResource resource, string? token, string? limit)
    {
        if (token is not null && Unruly && Dice(4) == 0)
        {
            Cut("page expired");
            return FakeCluster.Refusal(HttpStatusCode.Gone, "Expired", "The provided continue parameter is too old");
        }

        lock (Gate)
        {
            var (json, next, version) = resource.Page(token, limit is null ? null : int.Parse(limit, CultureInfo.InvariantCulture), _version);
            if (Unruly && _random.Next(10) == 0)
            {
                Cut("list cut");
                return FakeCluster.Json(json[.._random.Next(json.Length)]);
            }

            if (next is null)
            {
                resource.Gaps.Add((resource.Delivered, version));
                resource.Delivered = version;
            }

            return FakeCluster.Json(json);
        }
    }

    private HttpResponseMessage Watch(ScriptedResource resource, long from)
    {
        lock (Gate)
        {
            resource.Delivered = from;
        }

        if (Unruly && Dice(10) == 0)
        {
            Cut("expired at once");
            return FakeCluster.Refusal(HttpStatusCode.Gone, "Expired", "too old resource version");
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new ScriptedWatch(this, resource, from)) };
    }

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).SetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
