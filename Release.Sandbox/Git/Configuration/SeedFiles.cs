using System.Text;
using Release.Sandbox.Git.History;

namespace Release.Sandbox.Git.Configuration;

/// <summary>The initial files of the configuration repository: copied from a folder, or samples.</summary>
internal static class SeedFiles
{
    // Name, tag per environment, and how it differs from the usual case.
    private static readonly (string Name, string Integration, string Staging, string Production, string Oddity)[] Samples =
    [
        ("account-api", "v749", "v749", "v749", ""),
        ("asset-manager", "v860", "v860", "v860", ""),
        ("content-store", "v505", "v505", "v505", ""),
        ("frontend", "v1796", "v1796", "v1796", ""),
        ("publisher", "v1366", "v1366", "v1366", ""),
        ("smart-answers", "v1214", "v1214", "v1209", "held in production"),
        ("support-api", "v666", "v664", "v664", "manual"),
        ("whitehall", "v3233", "v3231", "v3228", ""),
    ];

    /// <summary>Every <c>environment/application</c> file of a folder, unchanged, for all environments in it.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static IEnumerable<SeedFile> FromDirectory(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"The sandbox's seed directory {directory} does not exist.");
        }

        foreach (var environment in Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal))
        {
            foreach (var file in Directory.EnumerateFiles(environment).Order(StringComparer.Ordinal))
            {
                yield return new SeedFile(PathOf(System.IO.Path.GetFileName(environment), System.IO.Path.GetFileName(file)), File.ReadAllBytes(file));
            }
        }
    }

    /// <summary>Eight applications; environments after the third get production's versions.</summary>
    public static IEnumerable<SeedFile> FromSamples(IReadOnlyList<string> environments)
    {
        for (var index = 0; index < environments.Count; index++)
        {
            foreach (var sample in Samples)
            {
                var tag = index switch { 0 => sample.Integration, 1 => sample.Staging, _ => sample.Production };
                var automatic = sample.Oddity != "held in production" || index < 2;
                var promote = sample.Oddity != "manual";
                var text = $"image_tag: {tag}\nautomatic_deploys_enabled: {Flag(automatic)}\npromote_deployment: {Flag(promote)}\n";
                yield return new SeedFile(PathOf(environments[index], sample.Name), Encoding.UTF8.GetBytes(text));
            }
        }
    }

    private static string PathOf(string environment, string application) => $"{ConfigRepository.Folder}/{environment}/{application}";

    private static string Flag(bool value) => value ? "true" : "false";
}
