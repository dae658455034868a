using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Json;

/// <summary>ISO 8601 in UTC with whole seconds, as everywhere at GitHub.</summary>
internal static class Times
{
    public static string Iso(DateTimeOffset time) => Rfc3339.Format(time);

    public static string? Iso(DateTimeOffset? time) => time is { } given ? Rfc3339.Format(given) : null;
}
