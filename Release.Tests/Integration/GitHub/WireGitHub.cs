using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Release.Tests.Integration.GitHub;

/// <summary>A server on loopback that answers as the test says, also what no server should.</summary>
internal sealed class WireGitHub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<Seen> _seen = [];
    private readonly Channel<Seen> _arrivals = Channel.CreateUnbounded<Seen>();

    private WireGitHub(WebApplication app) => _app = app;

    /// <summary>Answers everything; the number counts requests from 0.</summary>
    public Func<HttpContext, Seen, int, Task> Answer { get; set; } = (context, _, _) => Json(context, "{}");

    public string Address => _app.Urls.Single();

    public IReadOnlyList<Seen> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    public static async Task<WireGitHub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var github = new WireGitHub(builder.Build());
        github._app.Run(github.TakeAsync);
        await github._app.StartAsync(TestContext.Current.CancellationToken);
        return github;
    }

    /// <summary>Waits until a request has come.</summary>
    public async Task<Seen> ArrivalAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        return await _arrivals.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        // Answers that are held back must not hold the end back.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    public static async Task Json(HttpContext context, string json, int status = 200, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        if (status is not (204 or 304))
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(json, context.RequestAborted);
        }
    }

    /// <summary>Promises more than it sends.</summary>
    public static async Task HalfAsync(HttpContext context, string json)
    {
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(json) + 100;
        await context.Response.WriteAsync(json, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    public static string Membership(string state = "active") => $$"""{"url":"https://api.github.com/x","state":"{{state}}","role":"member","user":null}""";

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var seen = new Seen(context.Request.Method, target, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body);
        int number;
        lock (_lock)
        {
            number = _seen.Count;
            _seen.Add(seen);
        }

        _arrivals.Writer.TryWrite(seen);
        await Answer(context, seen, number);
    }

    /// <param name="Target">Path and query as they were sent.</param>
    internal sealed record Seen(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }
}
