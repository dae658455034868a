using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Sandbox.Hosting;

namespace Release.Tests.Integration.Sandbox;

/// <summary>Takes what the sandbox sends to Release, and keeps it.</summary>
internal sealed class ReleaseStub : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly AsyncSignal _came = new();
    private readonly List<StubRequest> _requests = [];
    private SandboxServer _server = null!;
    private int _calls;

    public Uri Address => _server.Address;

    /// <summary>The status that a request is answered with.</summary>
    public Func<StubRequest, int> Answer { get; set; } = request => request.IsWebhook ? 202 : 200;

    /// <summary>Everything that came, oldest first.</summary>
    public IReadOnlyList<StubRequest> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public IReadOnlyList<StubRequest> Webhooks => [.. All.Where(request => request.IsWebhook)];

    public static async Task<ReleaseStub> StartAsync(int failures = 0)
    {
        var stub = new ReleaseStub();
        if (failures > 0)
        {
            stub.Answer = request => request.IsWebhook ? 202 : Interlocked.Decrement(ref failures) >= 0 ? 503 : 200;
        }

        stub._server = await SandboxServer.StartAsync("Release", 0, stub.TakeAsync, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        return stub;
    }

    /// <summary>Calls that are no webhooks, one after the other: path, authorization and body.</summary>
    public async Task<string> NextAsync(CancellationToken cancellationToken)
    {
        var at = _calls++;
        var calls = await WaitAsync(all => [.. all.Where(request => !request.IsWebhook)], at + 1, cancellationToken);
        return $"{calls[at].Path} {calls[at].Header("Authorization")} {calls[at].Text}";
    }

    /// <summary>The first webhook of an event (and action), also when it came already.</summary>
    public async Task<StubRequest> WebhookAsync(string @event, string? action, CancellationToken cancellationToken) => (await WaitAsync(
        all => [.. all.Where(request => request.IsWebhook && request.Event == @event && (action is null || request.Json["action"].Text() == action))], 1, cancellationToken))[0];

    public async Task<IReadOnlyList<StubRequest>> WaitAsync(
        Func<IReadOnlyList<StubRequest>, IReadOnlyList<StubRequest>> choose, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _came.Next;
            if (choose(All) is var found && found.Count >= count)
            {
                return found;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new StubRequest(
            context.Request.Path.ToString(),
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        context.Response.StatusCode = Answer(request);
        if (context.Response.StatusCode == StatusCodes.Status302Found)
        {
            context.Response.Headers.Location = "/elsewhere";
        }

        await context.Response.WriteAsync("{}", context.RequestAborted);
        lock (_gate)
        {
            _requests.Add(request);
        }

        _came.Set();
    }
}

/// <summary>A request that came to <see cref="ReleaseStub"/>.</summary>
internal sealed record StubRequest(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public bool IsWebhook => Path == "/webhooks/github";

    public string Event => Header("X-GitHub-Event");

    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}
