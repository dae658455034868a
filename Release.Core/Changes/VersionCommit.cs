using Release.Core.Applications;

namespace Release.Core.Changes;

/// <summary>The commit that an image's tag names by itself.</summary>
public static class VersionCommit
{
    private const string Prefix = "release-";

    /// <summary><c>9f83…</c> and <c>release-9f83…</c>, 40 digits; null for every other tag.</summary>
    public static CommitSha? Of(ImageTag version) => CommitSha.OrNull(WithoutPrefix(version));

    public static string WithoutPrefix(ImageTag version) =>
        version.Value.StartsWith(Prefix, StringComparison.Ordinal) ? version.Value[Prefix.Length..] : version.Value;
}
