using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Release.Sandbox.Hosting;

/// <summary>Hands each request to one delegate; <see cref="HttpContext.RequestAborted"/> also fires when the server stops, so that watches end.</summary>
internal sealed class SandboxHttpApplication(string name, RequestDelegate handler, ILogger logger, CancellationToken stopping)
    : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.RequestAborted = ended.Token;
        try
        {
            await handler(context);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or BadHttpRequestException && (ended.IsCancellationRequested || context.Response.HasStarted))
        {
            context.Abort(); // The client went away or the sandbox stops: nobody is left to answer.
        }
        catch (Exception exception)
        {
            Log.RequestFailed(logger, exception, name, context.Request.Method, context.Request.Path);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.StatusCode = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
        }
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // DefaultHttpContext holds nothing of its own; Kestrel resets the features.
    }
}
