using Release.Sandbox.Hosting;

namespace Release.Sandbox.Git.Configuration;

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
                .Select(files => ReleaseTag.NumberOf(files.GetValueOrDefault(application)?.Tag) ?? 0)
                .Append(_last.GetValueOrDefault(application))
                .Max();
            _last[application] = highest + 1;
            StateFile.Save(path, _last);
            return ReleaseTag.Of(highest + 1);
        }
    }
}
