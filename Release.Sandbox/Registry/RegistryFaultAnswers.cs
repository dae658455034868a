using System.Globalization;
using Release.Sandbox.Faults;

namespace Release.Sandbox.Registry;

/// <summary>A registry has one limit, and says 429 with how long to wait.</summary>
internal sealed class RegistryFaultAnswers : IFaultAnswers
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
