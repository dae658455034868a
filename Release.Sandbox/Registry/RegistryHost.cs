using System.Globalization;
using Release.Sandbox.Faults;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Registry;

/// <summary>The registry's server.</summary>
internal sealed class RegistryHost : IAsyncDisposable
{
    private readonly SandboxServer _server;

    private RegistryHost(SandboxServer server, ServiceFaults faults)
    {
        _server = server;
        Faults = faults;
        faults.Attach(server);
    }

    public Uri Address => _server.Address;

    public ServiceFaults Faults { get; }

    /// <param name="formerPort">The port it had before; 0 for any.</param>
    /// <param name="isToken">Whether a password is a token of GitHub's; no other password is accepted.</param>
    public static async Task<RegistryHost> StartAsync(
        int formerPort, ImageCatalogue images, Func<string, bool> isToken, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var faults = new ServiceFaults("registry", "the registry", new RegistryFaultResponses(), time);
        var api = new RegistryApi(images, new RegistryAccess(new RegistryTokens(time), isToken, time));
        var server = await SandboxServer.StartAsync("registry", formerPort, faults.Around(api.HandleAsync), loggers, time, cancellationToken);
        return new RegistryHost(server, faults);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Faults.Dispose();
    }
}

/// <summary>The registry's responses for faults: it has one rate limit, answered with 429 and <c>Retry-After</c>.</summary>
internal sealed class RegistryFaultResponses : IFaultResponses
{
    public bool IsLimited(HttpContext context) => true;

    public Task FailAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>", context.RequestAborted);
    }

    public Task RefuseForQuotaAsync(HttpContext context, DateTimeOffset until, DateTimeOffset now) => RefuseForPaceAsync(context, until, now);

    public Task RefuseForPaceAsync(HttpContext context, DateTimeOffset until, DateTimeOffset now)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling((until - now).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return RegistryError.TooManyRequests().WriteAsync(context);
    }
}
