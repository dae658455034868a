using Microsoft.Extensions.Diagnostics.HealthChecks;
using Release.Web.Errors;
using Release.Web.Health;

namespace Release.Web.Start;

/// <summary>Answers requests during the start: liveness says yes, readiness says no, everything else gets 503.</summary>
internal sealed class StartupResponse(RequestDelegate next, StartupGate gate)
{
    private const string Seconds = "2";

    // A fixed report: the real checks would use services that have not started yet.
    private static readonly HealthReport NotReady = new(
        new Dictionary<string, HealthReportEntry>(StringComparer.Ordinal)
        {
            ["startup"] = new(HealthStatus.Unhealthy, "Still starting.", TimeSpan.Zero, null, null),
        },
        TimeSpan.Zero);

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (gate.IsOpen || path == HealthEndpoints.Live)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = Seconds;
        if (path == HealthEndpoints.Ready)
        {
            return HealthEndpoints.WriteAsync(context, NotReady);
        }

        if (!PageRequest.IsPage(context))
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "Release is starting", "Try again in a moment.").ExecuteAsync(context);
        }

        // Makes a browser reload.
        context.Response.Headers["Refresh"] = Seconds;
        return context.Response.WriteAsync("Release is starting. This page loads by itself in a moment.", context.RequestAborted);
    }
}
