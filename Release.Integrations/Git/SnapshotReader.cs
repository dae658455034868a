using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.Git;

/// <summary>Reads all image-tag files at the mirror's tip. Parsed files are cached by blob id, so that a read costs only what changed.</summary>
internal sealed class SnapshotReader(ConfigMirror mirror, ConfigPaths paths, EnvironmentOrder environments)
{
    private readonly ImageTagEntries _entries = new(paths, environments);
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
            if (_entries.Cell(path, entry.IsFile, notices) is { } cell)
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
            notices.Add(ImageTagEntries.NoFolder(folder));
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
                notices.Add(ImageTagEntries.NoFile(path));
            }
        }
    }

    private async Task<ImageTagDocument> DocumentAsync(string path, string blob, CancellationToken cancellationToken)
    {
        if (_documents.TryGetValue(blob, out var known))
        {
            return known;
        }

        var found = await mirror.FindObjectAsync(blob, cancellationToken) ?? throw new CorruptMirrorException($"The file {path} cannot be read.");
        return ImageTagDocument.Parse(found.Content);
    }
}
