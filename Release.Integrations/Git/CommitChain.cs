using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Release.Core.Configuration;

namespace Release.Integrations.Git;

/// <summary>
/// Makes planned commits a chain of new objects, without a work tree or an index. For each edit two commits: the branch's, from the
/// main branch's tip at that point of the chain, and the merge of it (first parent that same tip), which is the tip for
/// the next one. The branches themselves never exist anywhere: they would be made, merged and deleted within one push,
/// and the history is the same without.
/// </summary>
internal sealed class CommitChain(GitObjectReader reader, NewObjects objects, string author, string branch)
{
    /// <param name="tip">What the chain begins on. Every file of <paramref name="commits"/> exists there.</param>
    /// <param name="commits">In order.</param>
    /// <param name="at">Their time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<ConfigCommit>> BuildAsync(string tip, IReadOnlyList<PlannedCommit> commits, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var trees = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var signature = $"{author} {at.ToUnixTimeSeconds()} +0000";
        var built = new List<ConfigCommit>(commits.Count);
        var from = tip;
        foreach (var planned in commits)
        {
            var root = await ReplaceAsync(tip, trees, planned, cancellationToken);
            var commit = Commit(root, [from], signature, planned.Message);
            from = Commit(root, [from, commit], signature, $"Merge {planned.Branch} into {branch}");
            built.Add(new ConfigCommit(commit, from));
        }

        return built;
    }

    /// <summary>Puts the file's new content into its folder, that into its own, up to the root, whose id is the answer.</summary>
    private async Task<string> ReplaceAsync(string tip, Dictionary<string, byte[]> trees, PlannedCommit planned, CancellationToken cancellationToken)
    {
        var id = objects.Add("blob", planned.Content);
        var rest = planned.Path;
        while (rest.Length > 0)
        {
            var slash = rest.LastIndexOf('/');
            var (folder, name) = (slash < 0 ? "" : rest[..slash], rest[(slash + 1)..]);
            if (!trees.TryGetValue(folder, out var tree))
            {
                var found = await reader.FindAsync($"{tip}:{folder}", cancellationToken);
                tree = found is { Type: "tree" } ? found.Content : throw new CorruptMirrorException($"The folder {folder} cannot be read.");
            }

            trees[folder] = tree = GitTreeEntry.Replace(tree, name, id);
            id = objects.Add("tree", tree);
            rest = folder;
        }

        return id;
    }

    private string Commit(string tree, string[] parents, string signature, string message)
    {
        var text = new StringBuilder($"tree {tree}\n");
        foreach (var parent in parents)
        {
            text.Append($"parent {parent}\n");
        }

        text.Append($"author {signature}\ncommitter {signature}\n\n{message}\n");
        return objects.Add("commit", Encoding.UTF8.GetBytes(text.ToString()));
    }
}

/// <summary>One edit on its way into the chain: a commit on a branch of its own and the merge of that branch.</summary>
/// <param name="Branch">For example <c>update-image-tag/publisher/integration/v1367</c>.</param>
/// <param name="Message">Of the commit.</param>
/// <param name="Path">The file.</param>
/// <param name="Content">The whole file, edited.</param>
internal sealed record PlannedCommit(string Branch, string Message, string Path, byte[] Content);

/// <summary>Objects that are to be written together. Git's objects are <c>type SP length NUL content</c>, named by their SHA-1.</summary>
internal sealed class NewObjects
{
    private readonly Dictionary<string, GitObject> _objects = new(StringComparer.Ordinal);

    public IReadOnlyCollection<GitObject> All => _objects.Values;

    /// <returns>Its name: 40 hexadecimal digits.</returns>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Git names its objects so; nothing is protected by it here.")]
    public string Add(string type, byte[] content)
    {
        var id = Convert.ToHexStringLower(SHA1.HashData([.. Header(type, content), .. content]));
        _objects.TryAdd(id, new GitObject(id, type, content));
        return id;
    }

    public static byte[] Header(string type, byte[] content) => Encoding.ASCII.GetBytes($"{type} {content.Length}\0");
}
