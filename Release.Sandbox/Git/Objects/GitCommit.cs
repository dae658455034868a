using System.Globalization;
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

/// <summary>Name, address and time, as in a commit's <c>author</c> and <c>committer</c> lines.</summary>
/// <param name="Time">With whole seconds.</param>
internal sealed record GitSignature(string Name, string Email, DateTimeOffset Time)
{
    public static GitSignature Parse(string line)
    {
        var open = line.IndexOf('<', StringComparison.Ordinal);
        var close = line.LastIndexOf('>');
        if (open < 0 || close < open)
        {
            return new GitSignature(line, "", DateTimeOffset.UnixEpoch);
        }

        var time = line[(close + 1)..].Trim().Split(' ')[0];
        var seconds = long.TryParse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        return new GitSignature(line[..open].Trim(), line[(open + 1)..close], DateTimeOffset.FromUnixTimeSeconds(seconds));
    }

    /// <summary>The line's value, without characters that would end it, as git writes it.</summary>
    public override string ToString() =>
        $"{Clean(Name)} <{Clean(Email)}> {Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)} +0000";

    private static string Clean(string text) => new([.. text.Where(letter => letter is not ('<' or '>' or '\n' or '\r' or '\0'))]);
}
