namespace Release.Core.Applications;

/// <summary>An application's state in words (contracts §12).</summary>
public static class ApplicationStatus
{
    /// <param name="versions">Environment and version, in the direction versions flow. Those without a version are left out.</param>
    public static string InWords(IReadOnlyList<(string Environment, ImageTag? Version)> versions)
    {
        var deployed = versions.Where(entry => entry.Version is not null).ToArray();
        if (deployed.Length == 0)
        {
            return "Nothing deployed";
        }

        var last = versions[^1];
        var beforeLast = versions.Count > 1 ? versions[^2] : last;
        if (last.Version is not null && beforeLast.Version is not null && last.Version != beforeLast.Version)
        {
            return $"{last.Environment} and {beforeLast.Environment} not in sync";
        }

        return deployed.Any(entry => entry.Version != deployed[0].Version)
            ? $"Undeployed changes in {versions[0].Environment}"
            : "All environments match";
    }
}
