namespace Release.Sandbox.GitHub.Http;

/// <summary>A caller's quota as <c>x-ratelimit-*</c> headers tell it.</summary>
internal sealed record RateLimit(int Limit, int Remaining, DateTimeOffset Reset, int Used)
{
    public bool IsExceeded => Used > Limit;
}
