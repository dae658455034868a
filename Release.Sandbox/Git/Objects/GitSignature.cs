using System.Globalization;

namespace Release.Sandbox.Git.Objects;

/// <summary>Who and when, as in a commit's <c>author</c> and <c>committer</c> lines.</summary>
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

    /// <summary>The line's value; characters that would end it are left out, as git does.</summary>
    public override string ToString() =>
        $"{Clean(Name)} <{Clean(Email)}> {Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)} +0000";

    private static string Clean(string text) => new([.. text.Where(letter => letter is not ('<' or '>' or '\n' or '\r' or '\0'))]);
}
