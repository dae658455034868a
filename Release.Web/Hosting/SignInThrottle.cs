using Release.Web.Components;

namespace Release.Web.Hosting;

/// <summary>Turns away sign-ins from an address that has failed too often, with the sign-in page and its reason.</summary>
internal sealed class SignInThrottle(RequestDelegate next, FailureLimit failures)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(ReleaseUrls.SignIn, out var rest) && rest is { HasValue: true, Value.Length: > 1 }
            && HttpMethods.IsGet(context.Request.Method) && failures.IsReached(context))
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = FailureLimit.RetryAfter;
            context.Request.Path = ReleaseUrls.SignIn;
            context.Request.QueryString = QueryString.Create("problem", nameof(SignInProblem.TooMany));
        }

        return next(context);
    }
}
