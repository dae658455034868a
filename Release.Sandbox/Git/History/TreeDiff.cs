using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.Git.History;

/// <summary>The files that differ between two trees. Identical folders are not read.</summary>
internal static class TreeDiff
{
    /// <param name="before">Null for an empty tree, as before the first commit.</param>
    public static IReadOnlyList<FileChange> Between(GitObjects objects, string? before, string? after)
    {
        var changes = new List<FileChange>();
        Add(objects, before, after, "", changes);
        changes.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return changes;
    }

    private static void Add(GitObjects objects, string? before, string? after, string prefix, List<FileChange> changes)
    {
        if (before == after)
        {
            return;
        }

        var old = objects.Tree(before).ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        var fresh = objects.Tree(after).ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        foreach (var name in old.Keys.Union(fresh.Keys, StringComparer.Ordinal))
        {
            var (was, now) = (old.GetValueOrDefault(name), fresh.GetValueOrDefault(name));
            if (was?.Sha == now?.Sha && was?.Mode == now?.Mode)
            {
                continue;
            }

            Add(objects, Folder(was), Folder(now), $"{prefix}{name}/", changes);
            if (File(was) is { } || File(now) is { })
            {
                changes.Add(new FileChange(prefix + name, File(was), File(now)));
            }
        }
    }

    private static string? Folder(GitTreeEntry? entry) => entry is { IsFolder: true } ? entry.Sha : null;

    private static string? File(GitTreeEntry? entry) => entry is { IsFolder: false } ? entry.Sha : null;
}

/// <summary>One file that differs between two trees.</summary>
/// <param name="Before">Its blob before; null for a file that is new.</param>
/// <param name="After">Its blob after; null for one that is gone.</param>
internal sealed record FileChange(string Path, string? Before, string? After);
