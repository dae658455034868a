using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Release.Tests.Integration.Registry;

/// <summary>A server on loopback that answers as a test says, and remembers what it was asked: registry or token server.</summary>
internal sealed class RegistryDouble : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RegistryQuestion> _questions = new();

    private RegistryDouble(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public IReadOnlyList<RegistryQuestion> Questions => [.. _questions];

    public static async Task<RegistryDouble> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var registry = new RegistryDouble(builder.Build());
        registry._app.Run(context =>
        {
            registry._questions.Enqueue(new RegistryQuestion(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.Authorization.ToString(),
                context.Request.Headers.Accept.ToString()));
            return answer(context);
        });
        await registry._app.StartAsync(TestContext.Current.CancellationToken);
        return registry;
    }

    public static Task<RegistryDouble> StartAsync(int status) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
