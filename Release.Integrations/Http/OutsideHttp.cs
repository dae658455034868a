namespace Release.Integrations.Http;

/// <summary>
/// HTTP connections to other services. Redirects are not followed, because a token must not go to another host. There are no
/// cookies, and no tracing headers or spans, which could record a secret address. Host names are resolved again every few
/// minutes. Each client sets its own time limits.
/// </summary>
internal static class OutsideHttp
{
    public static SocketsHttpHandler Connections() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>A client to be used for the life of the process.</summary>
    public static HttpClient Client() => new(Connections()) { Timeout = Timeout.InfiniteTimeSpan };
}
