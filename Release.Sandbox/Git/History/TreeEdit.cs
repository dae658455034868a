using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.Git.History;

/// <summary>Changes one file of a tree, and finds entries by path.</summary>
internal static class TreeEdit
{
    /// <summary>Writes the tree with one file set or removed. Folders are created as needed, and removed with their last file.</summary>
    /// <param name="blob">Null removes the file.</param>
    /// <returns>The new tree's name.</returns>
    public static string Set(GitObjects objects, string? tree, string path, string? blob) =>
        Set(objects, tree, path.Split('/'), blob) ?? objects.Write("tree", []);

    /// <summary>The entry at a path; the empty path is the root folder. Null when there is none.</summary>
    public static GitTreeEntry? Find(GitObjects objects, string tree, string path)
    {
        var at = new GitTreeEntry(GitTreeEntry.Folder, "", tree);
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!at.IsFolder || objects.Tree(at.Sha).FirstOrDefault(entry => entry.Name == segment) is not { } next)
            {
                return null;
            }

            at = next;
        }

        return at;
    }

    /// <summary>Every file below a tree, with its path.</summary>
    public static IEnumerable<(string Path, GitTreeEntry Entry)> Walk(GitObjects objects, string tree, bool recursive, string prefix = "")
    {
        foreach (var entry in objects.Tree(tree))
        {
            yield return (prefix + entry.Name, entry);
            if (recursive && entry.IsFolder)
            {
                foreach (var below in Walk(objects, entry.Sha, recursive, $"{prefix}{entry.Name}/"))
                {
                    yield return below;
                }
            }
        }
    }

    private static string? Set(GitObjects objects, string? tree, ReadOnlySpan<string> path, string? blob)
    {
        var entries = objects.Tree(tree).ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        var former = entries.GetValueOrDefault(path[0]);
        var isFile = path.Length == 1;
        var sha = isFile ? blob : Set(objects, former is { IsFolder: true } ? former.Sha : null, path[1..], blob);
        if (sha is null)
        {
            entries.Remove(path[0]);
        }
        else
        {
            var mode = isFile ? former is { IsFolder: false } ? former.Mode : GitTreeEntry.File : GitTreeEntry.Folder;
            entries[path[0]] = new GitTreeEntry(mode, path[0], sha);
        }

        return entries.Count == 0 ? null : objects.Write("tree", GitTree.Write(entries.Values));
    }
}
