using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Ports;

namespace Release.Integrations.Git;

/// <summary>Reads all image-tag files at the mirror's tip. What has been read is kept by blob, so that a read costs what changed.</summary>
internal sealed class SnapshotReader(ConfigMirror mirror, ConfigPaths paths, EnvironmentOrder environments)
{
    private Dictionary<string, ImageTagDocument> _documents = new(StringComparer.Ordinal);
    private ConfigSnapshot? _last;

    /// <summary>Fetches and reads. Inside <see cref="ConfigMirror.UseAsync"/> only.</summary>
    public async Task<ConfigSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var tip = await mirror.FetchAsync(cancellationToken);
        if (_last?.Commit == tip)
        {
            return _last;
        }

        var entries = new List<(string Path, GitTreeEntry Entry)>();
        var notices = new SortedSet<string>(StringComparer.Ordinal);
        await WalkAsync(tip, paths.Root, entries, notices, cancellationToken);
        var documents = new Dictionary<string, ImageTagDocument>(StringComparer.Ordinal);
        var files = new List<ImageTagFile>();
        foreach (var (path, entry) in entries)
        {
            if (Cell(path, entry, notices) is { } cell)
            {
                var document = await DocumentAsync(path, entry.Id, cancellationToken);
                documents[entry.Id] = document;
                files.Add(new ImageTagFile(cell, document.Version, document.AutomaticDeploysEnabled, document.PromoteDeployment, document.Problem));
            }
        }

        _documents = documents;
        return _last = new ConfigSnapshot(tip, files, [.. notices]);
    }

    private async Task WalkAsync(string tip, string folder, List<(string Path, GitTreeEntry Entry)> found, SortedSet<string> notices, CancellationToken cancellationToken)
    {
        if (await mirror.FindObjectAsync($"{tip}:{folder}", cancellationToken) is not { Type: "tree" } tree)
        {
            notices.Add($"The configuration repository has no folder {folder}.");
            return;
        }

        foreach (var entry in GitTreeEntry.ReadAll(tree.Content))
        {
            var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
            if (!entry.IsTree)
            {
                found.Add((path, entry));
            }
            else if (path.Split('/').Length < paths.Depth)
            {
                await WalkAsync(tip, path, found, notices, cancellationToken);
            }
            else
            {
                notices.Add($"The folder {path} stands where a file is expected and is ignored.");
            }
        }
    }

    private Cell? Cell(string path, GitTreeEntry entry, SortedSet<string> notices)
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

        if (!ApplicationName.TryParse(application, out var name) || !entry.IsFile)
        {
            notices.Add($"The file {path} {(entry.IsFile ? "is not named like an application" : "is not a plain file")} and is ignored.");
            return null;
        }

        return new Cell(name, known.Name);
    }

    private async Task<ImageTagDocument> DocumentAsync(string path, string blob, CancellationToken cancellationToken)
    {
        if (_documents.TryGetValue(blob, out var known))
        {
            return known;
        }

        var found = await mirror.FindObjectAsync(blob, cancellationToken) ?? throw new GitDamageException($"The file {path} cannot be read.");
        return ImageTagDocument.Parse(found.Content);
    }
}
