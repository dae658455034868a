namespace Release.Integrations.Http;

/// <summary>
/// Connections to services outside, plain on purpose: no redirect is followed, because a token must not go elsewhere; no
/// cookies; no traces, because others would write an address down that may be a secret; and host names are looked up anew
/// every few minutes. Each adapter has time limits of its own.
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

    /// <summary>One for the life of the process.</summary>
    public static HttpClient Client() => new(Connections()) { Timeout = Timeout.InfiniteTimeSpan };
}
