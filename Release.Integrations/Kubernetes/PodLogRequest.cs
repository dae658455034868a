using System.Globalization;

namespace Release.Integrations.Kubernetes;

/// <summary>Which part of which log (<c>v1 PodLogOptions</c>).</summary>
/// <param name="Container">Null for the pod's only one, or its default one.</param>
/// <param name="Previous">Of the container's last life before this one.</param>
/// <param name="TailLines">Only so many lines from the end; null for all.</param>
/// <param name="SinceTime">Only later lines. Not together with <paramref name="SinceSeconds"/>.</param>
/// <param name="SinceSeconds">Only lines of the last so many seconds.</param>
/// <param name="Timestamps">Each line begins with its time (RFC 3339).</param>
/// <param name="LimitBytes">The server sends no more than so many.</param>
internal sealed record PodLogRequest(
    string Namespace,
    string Pod,
    string? Container = null,
    bool Previous = false,
    int? TailLines = null,
    DateTimeOffset? SinceTime = null,
    int? SinceSeconds = null,
    bool Timestamps = false,
    long? LimitBytes = null)
{
    public IEnumerable<(string Key, string Value)> Query(bool follow)
    {
        (string, string?)[] all =
        [
            ("tailLines", TailLines?.ToString(CultureInfo.InvariantCulture)),
            ("previous", Previous ? "true" : null),
            ("container", Container),
            ("sinceTime", SinceTime?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("sinceSeconds", SinceSeconds?.ToString(CultureInfo.InvariantCulture)),
            ("timestamps", Timestamps ? "true" : null),
            ("limitBytes", LimitBytes?.ToString(CultureInfo.InvariantCulture)),
            ("follow", follow ? "true" : null),
        ];
        foreach (var (key, value) in all)
        {
            if (value is not null)
            {
                yield return (key, value);
            }
        }
    }
}
