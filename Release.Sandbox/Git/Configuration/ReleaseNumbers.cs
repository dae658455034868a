using System.Globalization;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Git.Configuration;

/// <summary>Numbers an application's releases: one above the highest deployed or assigned number.</summary>
internal sealed class ReleaseNumbers(string path, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _last = StateFile.Load<Dictionary<string, long>>(path, logger) ?? [];

    public string Next(string application, ConfigSnapshot snapshot)
    {
        lock (_gate)
        {
            var highest = snapshot.Files.Values
                .Select(files => ReleaseTag.NumberOf(files.GetValueOrDefault(application)?.Tag) ?? 0)
                .Append(_last.GetValueOrDefault(application))
                .Max();
            _last[application] = highest + 1;
            StateFile.Save(path, _last);
            return ReleaseTag.Of(highest + 1);
        }
    }
}

/// <summary>Tags of releases: <c>v</c> and a number without leading zeros.</summary>
internal static class ReleaseTag
{
    public static string Of(long number) => $"v{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The number of a release's tag; null for any other text.</summary>
    public static long? NumberOf(string? tag) =>
        tag is ['v', >= '1' and <= '9', ..] && long.TryParse(tag.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
