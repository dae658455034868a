using System.Text;

namespace Release.Sandbox.Git.Objects;

/// <summary>One commit.</summary>
/// <param name="Message">As written, without the newline at its end.</param>
internal sealed record GitCommit(
    string Sha, string Tree, IReadOnlyList<string> Parents, GitSignature Author, GitSignature Committer, string Message)
{
    public string Headline => Message.Split('\n', 2)[0];

    public static GitCommit Parse(string sha, byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var headers = (end < 0 ? text : text[..end]).Split('\n');
        var unknown = new GitSignature("", "", DateTimeOffset.UnixEpoch);
        return new GitCommit(
            sha,
            Values(headers, "tree ").First(),
            [.. Values(headers, "parent ")],
            Values(headers, "author ").Select(GitSignature.Parse).FirstOrDefault(unknown),
            Values(headers, "committer ").Select(GitSignature.Parse).FirstOrDefault(unknown),
            end < 0 ? "" : text[(end + 2)..].TrimEnd('\n'));
    }

    public static byte[] Write(string tree, IEnumerable<string> parents, GitSignature author, GitSignature committer, string message)
    {
        var text = new StringBuilder($"tree {tree}\n");
        foreach (var parent in parents)
        {
            text.Append("parent ").Append(parent).Append('\n');
        }

        text.Append("author ").Append(author).Append('\n');
        text.Append("committer ").Append(committer).Append("\n\n").Append(message.TrimEnd('\n')).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static IEnumerable<string> Values(string[] headers, string name) =>
        headers.Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => line[name.Length..]);
}
