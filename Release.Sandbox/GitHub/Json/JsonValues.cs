using System.Security.Cryptography;
using System.Text;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Json;

/// <summary>Numeric ids and node ids derived from names, so that they are the same after a restart.</summary>
internal static class Ids
{
    public static long Number(string kind, string name) =>
        100_000_000 + (BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}:{name}"))) % 800_000_000);

    /// <summary>A GraphQL node id.</summary>
    public static string Node(string kind, string name) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{kind}:{name}"));
}

/// <summary>Writes times as GitHub does: ISO 8601 in UTC with whole seconds.</summary>
internal static class Times
{
    public static string Iso(DateTimeOffset time) => Rfc3339.Format(time);

    public static string? Iso(DateTimeOffset? time) => time is { } given ? Rfc3339.Format(given) : null;
}
