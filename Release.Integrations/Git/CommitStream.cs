using System.Text;

namespace Release.Integrations.Git;

/// <summary>
/// A chain of commits and merges as input for <c>git fast-import</c>: no work tree, no index, one process for all.
/// For each edit two commits: the branch's, from the main branch's tip at that point of the chain, and the merge of it
/// (first parent that same tip), which is the tip for the next one. The branches themselves never exist anywhere: they
/// would be made, merged and deleted within one push, and the history is the same without.
/// </summary>
internal sealed class CommitStream(string author, DateTimeOffset at, string branch)
{
    /// <summary>Where fast-import leaves the chain's end. Nothing reads it; it keeps the chain from being pruned.</summary>
    public const string Reference = "refs/release/batch";

    private readonly MemoryStream _stream = new();

    /// <summary>
    /// The input; fast-import answers with two lines for each planned commit, the ids of the commit and of the merge.
    /// </summary>
    public byte[] Build(string tip, IReadOnlyList<PlannedCommit> commits)
    {
        Line("feature done");
        for (var index = 0; index < commits.Count; index++)
        {
            var planned = commits[index];
            var (blob, commit, merge) = Marks(index);
            var from = index == 0 ? tip : $":{Marks(index - 1).Merge}";
            Line("blob");
            Line($"mark :{blob}");
            Data(planned.Content);
            Commit(commit, planned.Message, from, null, planned, blob);
            Commit(merge, $"Merge {planned.Branch} into {branch}", from, commit, planned, blob);
        }

        for (var index = 0; index < commits.Count; index++)
        {
            Line($"get-mark :{Marks(index).Commit}");
            Line($"get-mark :{Marks(index).Merge}");
        }

        Line("done");
        return _stream.ToArray();
    }

    private static (int Blob, int Commit, int Merge) Marks(int index) => (index * 3 + 1, index * 3 + 2, index * 3 + 3);

    private void Commit(int mark, string message, string from, int? merged, PlannedCommit planned, int blob)
    {
        Line($"commit {Reference}");
        Line($"mark :{mark}");
        Line($"author {author} {at.ToUnixTimeSeconds()} +0000");
        Line($"committer {author} {at.ToUnixTimeSeconds()} +0000");
        Data(Encoding.UTF8.GetBytes(message + "\n"));
        Line($"from {from}");
        if (merged is not null)
        {
            Line($"merge :{merged}");
        }

        Line($"M {planned.Mode} :{blob} {planned.Path}");
        Line("");
    }

    private void Data(byte[] bytes)
    {
        Line($"data {bytes.Length}");
        _stream.Write(bytes);
        Line("");
    }

    private void Line(string text) => _stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
}
