using System.Globalization;

namespace Release.Sandbox.Hosting;

/// <summary>Kubernetes' <c>metav1.Time</c>: UTC with whole seconds.</summary>
internal static class Rfc3339
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>With nanoseconds, as in container logs.</summary>
    public static string FormatPrecise(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);
}
