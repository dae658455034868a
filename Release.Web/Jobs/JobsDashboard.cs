using Hangfire;
using Microsoft.AspNetCore.Authorization;
using Release.Core.Access;
using Release.Web.Endpoints;
using Release.Web.Urls;

namespace Release.Web.Jobs;

/// <summary>Hangfire's own dashboard, for admins: the jobs of the last minutes, the recurring ones, the workers.</summary>
internal static class JobsDashboard
{
    private const string Policy = "jobs dashboard";

    // Its pages style elements in place, and draw their charts and icons as data.
    private const string ContentSecurity =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void AddJobsDashboard(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, AdminsOnly>();
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.RequireAuthenticatedUser().AddRequirements(new AdminsOnly.Requirement()));
    }

    /// <summary>Unsafe requests need the anti-forgery token that its pages carry.</summary>
    public static void MapJobsDashboard(this IEndpointRouteBuilder routes) => routes
        .MapHangfireDashboardWithAuthorizationPolicy(Policy, ReleaseUrls.JobsDashboard, new DashboardOptions
        {
            AppPath = ReleaseUrls.Jobs,
            DashboardTitle = "Release's jobs",
            DisplayStorageConnectionString = false,
        })
        .Add(endpoint => endpoint.RequestDelegate = WithItsContentSecurity(endpoint.RequestDelegate!));

    private static RequestDelegate WithItsContentSecurity(RequestDelegate next) => context =>
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurity;
        return next(context);
    };

    /// <summary>Asks what every admin page asks, so that a role taken away counts at once and a refusal is told.</summary>
    private sealed class AdminsOnly(AccessGuard guard) : AuthorizationHandler<AdminsOnly.Requirement>
    {
        protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
        {
            if (context.Resource is HttpContext { User.Identity.IsAuthenticated: true } http
                && (await guard.DecideAsync(http.Actor(), AccessAction.Administer, cancellationToken: http.RequestAborted)).Allowed)
            {
                context.Succeed(requirement);
            }
        }

        internal sealed class Requirement : IAuthorizationRequirement;
    }
}
