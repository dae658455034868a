using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Integrations.ConfigRepository;

/// <summary>Recognises image-tag files among the files of the configuration repository, and adds a notice for each file that it ignores.</summary>
internal sealed class ImageTagEntries(ConfigPaths paths, EnvironmentOrder environments)
{
    /// <summary>The cell that a file belongs to; null, usually with a notice, if it is not an image-tag file.</summary>
    /// <param name="isFile">A regular file: neither a link nor a submodule.</param>
    public Cell? Cell(string path, bool isFile, ISet<string> notices)
    {
        if (!paths.TryRead(path, out var environment, out var application))
        {
            // No notice if image tags are at the repository's root, where other files are normal.
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
            notices.Add($"The file {path} {(isFile ? "is not named like an application" : "is not a regular file")} and is ignored.");
            return null;
        }

        return new Cell(name, known.Name);
    }

    public static string NoFolder(string folder) => $"The configuration repository has no folder {folder}.";

    public static string NoFile(string path) => $"The folder {path} is where a file is expected and is ignored.";
}
