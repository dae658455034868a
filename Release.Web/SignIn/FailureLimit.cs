using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Release.Web.Options;
using Release.Web.Urls;

namespace Release.Web.SignIn;

/// <summary>
/// Counts wrong tokens and failed sign-ins per address. Successful calls do not count. An address
/// that has failed too often is refused before anything is looked up.
/// </summary>
internal sealed class FailureLimit(SignInSettings settings) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetSlidingWindowLimiter(address, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = settings.FailuresPerMinute,
            Window = Window,
            SegmentsPerWindow = 6,
        }));

    /// <summary>The value of the header Retry-After, in seconds.</summary>
    public static string RetryAfter => ((int)Window.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public void Count(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(KeyOf(context));
    }

    public bool IsReached(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(KeyOf(context), permitCount: 0);
        return !lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    /// <summary>IPv6 addresses are counted by their /64, which one customer has whole.</summary>
    private static string KeyOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6 || address.AddressFamily is not AddressFamily.InterNetworkV6)
        {
            return address.MapToIPv4().ToString();
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes).ToString();
    }
}

/// <summary>Answers sign-ins from an address that has failed too often with the sign-in page and the reason.</summary>
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
