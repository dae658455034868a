using System.Globalization;
using System.Text.RegularExpressions;

namespace Release.Sandbox.GitHub.Repositories;

/// <summary>Which tags a made-up history needs so that every version in an environment is on some commit.</summary>
internal static partial class SampleVersions
{
    /// <summary>Numbers of <c>v</c> tags, the newest first: all that are wanted, filled up with the ones just below the newest.</summary>
    public static IReadOnlyList<long> Numbers(IEnumerable<string> wanted, long newestIfNone, int most)
    {
        var numbers = new SortedSet<long>(wanted.Select(NumberOf).OfType<long>());
        var newest = numbers.Count == 0 ? newestIfNone : numbers.Max;
        for (var number = newest; number > 0 && numbers.Count < most; number--)
        {
            numbers.Add(number);
        }

        return [.. numbers.Reverse()];
    }

    /// <summary>Wanted versions of another shape that can be names of tags or branches; a commit's name cannot be made to order.</summary>
    public static IReadOnlyList<string> OtherNames(IEnumerable<string> wanted) =>
    [
        .. wanted.Where(version => NumberOf(version) is null && PlainName().IsMatch(version) && !CommitName().IsMatch(version) && version != SandboxGitHub.DefaultBranch)
            .Distinct(StringComparer.Ordinal),
    ];

    public static long? NumberOf(string version) =>
        version is ['v', .. var digits] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]*([./][A-Za-z0-9_-]+)*$")]
    private static partial Regex PlainName();

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex CommitName();
}
