using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Release.Core.Configuration;
using Release.Core.Failures;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.GitHub.Configuration;

/// <summary>
/// Reads all image-tag files at a commit: its tree, and of the files only those whose content is not cached; if there are many, together by GraphQL.
/// </summary>
internal sealed partial class ConfigSnapshots(ConfigCalls calls, ConfigPaths paths, ImageTagEntries entries, ILogger logger)
{
    private const int FewFiles = 20;
    private const int MostAtOnce = 100;
    private const int Parallel = 6;

    private Dictionary<string, ImageTagDocument> _documents = new(StringComparer.Ordinal);
    private ConfigSnapshot? _last;

    /// <summary>Must not be called in parallel.</summary>
    public async Task<ConfigSnapshot> ReadAsync(string tip, CancellationToken cancellationToken)
    {
        if (_last?.Commit == tip)
        {
            return _last;
        }

        var notices = new SortedSet<string>(StringComparer.Ordinal);
        var found = await ListAsync(tip, notices, cancellationToken);
        var wanted = found.Select(entry => (Cell: entries.Cell(entry.Path, entry.IsFile, notices), entry.Sha)).Where(entry => entry.Cell is not null).ToList();
        var documents = await DocumentsAsync([.. wanted.Select(entry => entry.Sha).Distinct(StringComparer.Ordinal)], cancellationToken);
        var files = wanted.Select(entry => File(entry.Cell!, documents[entry.Sha])).ToList();
        _documents = documents;
        return _last = new ConfigSnapshot(tip, files, [.. notices]);
    }

    private static ImageTagFile File(Core.Applications.Cell cell, ImageTagDocument document) =>
        new(cell, document.Version, document.AutomaticDeploysEnabled, document.PromoteDeployment, document.Problem);

    /// <summary>The files under the folder of image tags, with paths from the repository's root.</summary>
    private async Task<List<(string Path, bool IsFile, string Sha)>> ListAsync(string tip, SortedSet<string> notices, CancellationToken cancellationToken)
    {
        // Go down to the folder first: the whole repository may have more files than GitHub lists at once.
        var (tree, prefix) = (tip, paths.Root.Length == 0 ? "" : paths.Root + "/");
        foreach (var segment in paths.Root.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var folder = await calls.TreeAsync(tree, all: false, cancellationToken);
            if (folder.Tree.FirstOrDefault(entry => entry.Path == segment && IsTree(entry)) is not { } next)
            {
                notices.Add(ImageTagEntries.NoFolder(paths.Root));
                return [];
            }

            tree = next.Sha;
        }

        var all = await calls.TreeAsync(tree, all: true, cancellationToken);
        if (all.Truncated)
        {
            notices.Add($"The folder {paths.Root} has more files than GitHub lists; some are missing.");
        }

        var listed = all.Tree.Select(entry => (Path: prefix + entry.Path, Entry: entry)).Where(each => each.Path.Split('/').Length <= paths.Depth).ToList();
        notices.UnionWith(listed.Where(each => IsTree(each.Entry) && each.Path.Split('/').Length == paths.Depth).Select(each => ImageTagEntries.NoFile(each.Path)));
        return [.. listed.Where(each => !IsTree(each.Entry)).Select(each => (each.Path, IsFile(each.Entry), each.Entry.Sha))];
    }

    private static bool IsTree(Octokit.TreeItem entry) => entry.Type.StringValue == "tree";

    /// <summary>Neither a link nor a submodule.</summary>
    private static bool IsFile(Octokit.TreeItem entry) => entry.Type.StringValue == "blob" && entry.Mode != "120000";

    private async Task<Dictionary<string, ImageTagDocument>> DocumentsAsync(IReadOnlyList<string> blobs, CancellationToken cancellationToken)
    {
        var documents = new ConcurrentDictionary<string, ImageTagDocument>(
            blobs.Where(_documents.ContainsKey).Select(blob => KeyValuePair.Create(blob, _documents[blob])), StringComparer.Ordinal);
        var missing = blobs.Where(blob => !documents.ContainsKey(blob)).ToList();
        if (missing.Count > FewFiles)
        {
            await TogetherAsync(missing, documents, cancellationToken);
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(missing.Where(blob => !documents.ContainsKey(blob)), options, async (blob, token) =>
            documents[blob] = ImageTagDocument.Parse(await calls.BlobAsync(blob, token)));
        return documents.ToDictionary(StringComparer.Ordinal);
    }

    private async Task TogetherAsync(List<string> missing, ConcurrentDictionary<string, ImageTagDocument> documents, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var some in missing.Chunk(MostAtOnce))
            {
                foreach (var (blob, text) in await calls.TextsAsync(some, cancellationToken))
                {
                    documents[blob] = ImageTagDocument.Parse(text);
                }
            }
        }
        catch (OutsideException exception)
        {
            // Read them one by one instead, which takes more requests.
            Log.OneByOne(logger, missing.Count, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4430, LogLevel.Information, "{Count} files of the configuration repository are read one by one: {Why}")]
        public static partial void OneByOne(ILogger logger, int count, string why);
    }
}
