using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.Git.History;

/// <summary>Three-way merge of trees, file by file; only a file changed on both sides needs a process (<c>git merge-file</c>).</summary>
internal static class TreeMerge
{
    /// <returns>The merged tree's name; null when a file conflicts.</returns>
    public static async Task<string?> MergeAsync(
        GitObjects objects, GitProcess git, string? @base, string ours, string theirs, CancellationToken cancellationToken)
    {
        var mine = TreeDiff.Between(objects, @base, ours).ToDictionary(change => change.Path, StringComparer.Ordinal);
        var tree = ours;
        foreach (var change in TreeDiff.Between(objects, @base, theirs))
        {
            var after = change.After;
            if (mine.TryGetValue(change.Path, out var other) && other.After != after)
            {
                if (change is not { Before: { } before, After: { } } || other.After is null)
                {
                    return null; // Added differently on both sides, or removed on one side and changed on the other.
                }

                after = await MergeFileAsync(objects, git, before, other.After, after!, cancellationToken);
                if (after is null)
                {
                    return null;
                }
            }

            tree = TreeEdit.Set(objects, tree, change.Path, after);
        }

        return tree;
    }

    private static async Task<string?> MergeFileAsync(
        GitObjects objects, GitProcess git, string before, string ours, string theirs, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("release-merge-");
        try
        {
            var paths = new List<string>();
            foreach (var blob in new[] { ours, before, theirs })
            {
                paths.Add(Path.Combine(folder.FullName, paths.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                await File.WriteAllBytesAsync(paths[^1], objects.Find(blob)?.Content ?? [], cancellationToken);
            }

            return objects.Write("blob", await git.RunAsync(["merge-file", "--stdout", "--quiet", .. paths], null, cancellationToken));
        }
        catch (GitFailedException)
        {
            return null; // git merge-file exits with the number of conflicts.
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
