using System.Globalization;
using System.Text.RegularExpressions;
using Release.Core.Sources;

namespace Release.Integrations.GitHub.Sources;

/// <summary>Reads a commit's message: its title, and the pull request, as GitHub's merge buttons write it.</summary>
internal static partial class CommitMessage
{
    public static string Title(string message)
    {
        var end = message.IndexOf('\n', StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd();
    }

    /// <summary>The pull request of a merge or squashed commit; null if the message names none.</summary>
    public static PullRequestReference? PullRequest(string message)
    {
        var title = Title(message);
        if (Merge().Match(title) is { Success: true } merge && Number(merge) is { } merged)
        {
            // The pull request's title is the first line after the merge commit's title.
            var rest = message[Math.Min(message.Length, title.Length)..].Trim();
            return new PullRequestReference(merged, rest.Length > 0 ? Title(rest) : title);
        }

        return Squash().Match(title) is { Success: true } squash && Number(squash) is { } number
            ? new PullRequestReference(number, squash.Groups["title"].Value)
            : null;
    }

    /// <summary>Whether the commit is GitHub's merge of a pull request, whose commits are those of its second parent.</summary>
    public static bool IsMerge(string message) => Merge().IsMatch(Title(message));

    private static int? Number(Match match) =>
        int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"\AMerge pull request #(?<number>[0-9]{1,9}) from \S+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Merge();

    [GeneratedRegex(@"\A(?<title>.*\S)\s+\(#(?<number>[0-9]{1,9})\)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Squash();
}
