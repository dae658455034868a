using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.Git.History;

/// <summary>Walks the commit graph lazily, newest first by committer time.</summary>
internal static class CommitWalk
{
    private const int InBase = 1;
    private const int InHead = 2;
    private const int InBoth = InBase | InHead;

    /// <summary>The commits reachable from the tips, in the order of <c>git log</c>.</summary>
    public static IEnumerable<GitCommit> From(GitObjects objects, params IEnumerable<string> tips) => Walk(objects, tips, commit => (true, commit.Parents));

    /// <summary>
    /// As <c>git log -- path</c>: if a parent has the same content at the path, only that parent is followed, so that a merge leads to the
    /// commit that it merged.
    /// </summary>
    public static IEnumerable<GitCommit> Touching(GitObjects objects, string tip, string path)
    {
        return Walk(objects, [tip], Look);

        (bool Touches, IEnumerable<string> Follow) Look(GitCommit commit)
        {
            var now = EntryOf(commit);
            return commit.Parents.FirstOrDefault(parent => EntryOf(objects.Commit(parent)) == now) is { } same
                ? (false, [same])
                : (commit.Parents.Count > 0 || now is not null, commit.Parents);
        }

        string? EntryOf(GitCommit commit) => TreeEdit.Find(objects, commit.Tree, path)?.Sha;
    }

    private static IEnumerable<GitCommit> Walk(
        GitObjects objects, IEnumerable<string> tips, Func<GitCommit, (bool Shown, IEnumerable<string> Follow)> look)
    {
        var queue = new PriorityQueue<GitCommit, (long, int)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var order = 0;
        foreach (var tip in tips)
        {
            Add(tip);
        }

        while (queue.TryDequeue(out var commit, out _))
        {
            var (shown, follow) = look(commit);
            if (shown)
            {
                yield return commit;
            }

            foreach (var parent in follow)
            {
                Add(parent);
            }
        }

        void Add(string sha)
        {
            if (seen.Add(sha))
            {
                var commit = objects.Commit(sha);
                queue.Enqueue(commit, (-commit.Committer.Time.ToUnixTimeSeconds(), order++));
            }
        }
    }

    /// <summary>Marks both histories until only shared commits are left, as <c>git merge-base</c> does.</summary>
    public static Comparison Compare(GitObjects objects, string @base, string head)
    {
        var colours = new Dictionary<string, int>(StringComparer.Ordinal);
        var queued = new HashSet<string>(StringComparer.Ordinal);
        var visited = new List<GitCommit>();
        var queue = new PriorityQueue<GitCommit, (long, int)>();
        var (order, unshared) = (0, 0);
        Paint(@base, InBase);
        Paint(head, InHead);
        while (unshared > 0 && queue.TryDequeue(out var commit, out _))
        {
            queued.Remove(commit.Sha);
            var colour = colours[commit.Sha];
            unshared -= colour == InBoth ? 0 : 1;
            visited.Add(commit);
            foreach (var parent in commit.Parents)
            {
                Paint(parent, colour);
            }
        }

        var waiting = queue.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element);
        var shared = visited.Concat(waiting).FirstOrDefault(commit => colours[commit.Sha] == InBoth);
        var distinct = visited.DistinctBy(commit => commit.Sha).ToList();
        return new Comparison(
            [.. distinct.Where(commit => colours[commit.Sha] == InHead)],
            [.. distinct.Where(commit => colours[commit.Sha] == InBase)],
            shared?.Sha);

        void Paint(string sha, int colour)
        {
            var former = colours.GetValueOrDefault(sha);
            var now = former | colour;
            if (now == former)
            {
                return;
            }

            colours[sha] = now;
            if (queued.Contains(sha))
            {
                unshared -= now == InBoth ? 1 : 0;
                return;
            }

            // Visited again even if visited before: wrong clocks must not hide that both sides have the commit.
            var commit = objects.Commit(sha);
            queue.Enqueue(commit, (-commit.Committer.Time.ToUnixTimeSeconds(), order++));
            queued.Add(sha);
            unshared += now == InBoth ? 0 : 1;
        }
    }
}

/// <summary>The commits that only one of two histories has.</summary>
/// <param name="Ahead">In head alone, newest first.</param>
/// <param name="Behind">In base alone, newest first.</param>
/// <param name="MergeBase">Null when they share no history.</param>
internal sealed record Comparison(IReadOnlyList<GitCommit> Ahead, IReadOnlyList<GitCommit> Behind, string? MergeBase);
