using Hangfire;
using Microsoft.AspNetCore.Authorization;
using Release.Core.Access;
using Release.Web.SignIn;
using Release.Web.Urls;

namespace Release.Web.Jobs;

/// <summary>Hangfire's own dashboard, for admins: recent jobs, recurring jobs and workers.</summary>
internal static class JobsDashboard
{
    private const string Policy = "jobs dashboard";

    // Its pages use inline styles, and data addresses for charts and icons.
    private const string ContentSecurity =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void AddJobsDashboard(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, AdminsOnly>();
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.RequireAuthenticatedUser().AddRequirements(new AdminsOnly.Requirement()));
    }

    /// <summary>The dashboard itself requires its anti-forgery token for unsafe requests.</summary>
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

    /// <summary>Makes the same check as every admin page, so that a removed role counts at once and a refusal is recorded.</summary>
    private sealed class AdminsOnly(AccessGuard guard) : AuthorizationHandler<AdminsOnly.Requirement>
    {
        protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
        {
            if (context.Resource is HttpContext http && http.User.ToActor() is { } actor
                && (await guard.DecideAsync(actor, AccessAction.Administer, cancellationToken: http.RequestAborted)).Allowed)
            {
                context.Succeed(requirement);
            }
        }

        internal sealed class Requirement : IAuthorizationRequirement;
    }
}
