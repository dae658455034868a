using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Release.Web.Health;

/// <summary>Liveness and readiness (contracts §12), in the shape of GOV.UK's health checks.</summary>
internal static class HealthEndpoints
{
    public const string Live = "/healthcheck/live";
    public const string Ready = "/healthcheck/ready";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Live, () => TypedResults.Text("OK"))
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapHealthChecks(Ready, new HealthCheckOptions { ResponseWriter = WriteAsync })
            .AllowAnonymous();
    }

    public static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = Word(report.Status),
            checks = report.Entries.ToDictionary(
                entry => entry.Key,
                entry => new { status = Word(entry.Value.Status), message = entry.Value.Description },
                StringComparer.Ordinal),
        },
        context.RequestAborted);

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "warning",
        _ => "critical",
    };
}
