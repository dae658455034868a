using System.Globalization;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Git;

/// <summary>Numbers the releases that CI makes: one above all that an application has, or was given before, even if it is deployed nowhere yet.</summary>
internal sealed class VersionMint(string path, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _last = StateFile.Load<Dictionary<string, long>>(path, logger) ?? [];

    public string Next(string application, ConfigSnapshot snapshot)
    {
        lock (_gate)
        {
            var highest = snapshot.Files.Values
                .Select(files => NumberOf(files.GetValueOrDefault(application)?.Tag))
                .Append(_last.GetValueOrDefault(application))
                .Max();
            _last[application] = highest + 1;
            StateFile.Save(path, _last);
            return $"v{(highest + 1).ToString(CultureInfo.InvariantCulture)}";
        }
    }

    private static long NumberOf(string? tag) =>
        tag is ['v', .. var digits] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
