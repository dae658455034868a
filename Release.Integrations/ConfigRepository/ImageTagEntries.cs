using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Integrations.ConfigRepository;

/// <summary>Tells image-tag files from what else is in the configuration repository, and says what it leaves out and why.</summary>
internal sealed class ImageTagEntries(ConfigPaths paths, EnvironmentOrder environments)
{
    /// <summary>Whose file it is; null, with a notice where people should know, when it is none.</summary>
    /// <param name="isFile">A plain one: neither a link nor a submodule.</param>
    public Cell? Cell(string path, bool isFile, ISet<string> notices)
    {
        if (!paths.TryRead(path, out var environment, out var application))
        {
            // Beside a folder of image tags only; at the repository's root everything else is beside them.
            if (paths.Root.Length > 0)
            {
                notices.Add($"The file {path} is not an image-tag file and is ignored.");
            }

            return null;
        }

        if (!environments.TryFind(environment, out var known))
        {
            var where = paths.Root.Length == 0 ? "the configuration repository" : paths.Root;
            notices.Add($"The folder '{environment}' in {where} is not a configured environment and is ignored.");
            return null;
        }

        if (!ApplicationName.TryParse(application, out var name) || !isFile)
        {
            notices.Add($"The file {path} {(isFile ? "is not named like an application" : "is not a plain file")} and is ignored.");
            return null;
        }

        return new Cell(name, known.Name);
    }

    public static string NoFolder(string folder) => $"The configuration repository has no folder {folder}.";

    public static string NoFile(string path) => $"The folder {path} stands where a file is expected and is ignored.";
}
