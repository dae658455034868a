using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Release.Core.Configuration;

namespace Release.Integrations.Git;

/// <summary>
/// Turns planned commits into new git objects, without a work tree or an index. Each edit gets two commits: one on a branch
/// from the current tip, and its merge into that tip, which is the tip for the next edit. The branches are never created:
/// they would be created, merged and deleted within one push, and the history is the same.
/// </summary>
internal sealed class CommitChain(GitObjectReader reader, NewObjects objects, string author, string branch)
{
    /// <param name="tip">The commit to build on. Every file of <paramref name="commits"/> exists there.</param>
    /// <param name="commits">In order.</param>
    /// <param name="at">The time of all commits.</param>
    /// <param name="cancellationToken">Ends the reading of trees.</param>
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

    /// <summary>Writes the file's new content and the trees above it. Returns the id of the root tree.</summary>
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

/// <summary>The commit that an edit becomes, on a branch of its own that is merged.</summary>
/// <param name="Branch">For example <c>update-image-tag/publisher/integration/v1367</c>.</param>
/// <param name="Message">The commit's message.</param>
/// <param name="Path">The file.</param>
/// <param name="Content">The whole file after the edit.</param>
internal sealed record PlannedCommit(string Branch, string Message, string Path, byte[] Content);

/// <summary>Objects that are written together. A git object is <c>type SP length NUL content</c>, and its id is the SHA-1 of that.</summary>
internal sealed class NewObjects
{
    private readonly Dictionary<string, GitObject> _objects = new(StringComparer.Ordinal);

    public IReadOnlyCollection<GitObject> All => _objects.Values;

    /// <returns>The object's id: 40 hexadecimal digits.</returns>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Git's object ids are SHA-1; nothing is protected by it here.")]
    public string Add(string type, byte[] content)
    {
        var id = Convert.ToHexStringLower(SHA1.HashData([.. Header(type, content), .. content]));
        _objects.TryAdd(id, new GitObject(id, type, content));
        return id;
    }

    public static byte[] Header(string type, byte[] content) => Encoding.ASCII.GetBytes($"{type} {content.Length}\0");
}
