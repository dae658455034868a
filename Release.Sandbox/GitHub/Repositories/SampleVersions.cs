using System.Text.RegularExpressions;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.GitHub.Repositories;

/// <summary>The tags that a generated history needs so that every version in an environment exists.</summary>
internal static partial class SampleVersions
{
    /// <summary>Numbers of <c>v</c> tags, newest first: all wanted ones, and others just below the newest.</summary>
    public static IReadOnlyList<long> Numbers(IEnumerable<string> wanted, long newestIfNone, int most)
    {
        var numbers = new SortedSet<long>(wanted.Select(ReleaseTag.NumberOf).OfType<long>());
        var newest = numbers.Count == 0 ? newestIfNone : numbers.Max;
        for (var number = newest; number > 0 && numbers.Count < most; number--)
        {
            numbers.Add(number);
        }

        return [.. numbers.Reverse()];
    }

    /// <summary>Other wanted versions that are valid tag names; commit ids cannot be generated.</summary>
    public static IReadOnlyList<string> OtherNames(IEnumerable<string> wanted) =>
    [
        .. wanted.Where(version => ReleaseTag.NumberOf(version) is null && PlainName().IsMatch(version) && !GitObjects.IsName(version) && version != SandboxGitHub.DefaultBranch)
            .Distinct(StringComparer.Ordinal),
    ];

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]*([./][A-Za-z0-9_-]+)*$")]
    private static partial Regex PlainName();
}
