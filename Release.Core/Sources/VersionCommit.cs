using Release.Core.Applications;

namespace Release.Core.Sources;

/// <summary>The commit that an image's tag names by itself.</summary>
public static class VersionCommit
{
    private const string Prefix = "release-";

    /// <summary><c>9f83…</c> and <c>release-9f83…</c>, 40 digits; null for every other tag.</summary>
    public static CommitSha? Of(ImageTag version) => CommitSha.OrNull(WithoutPrefix(version));

    public static string WithoutPrefix(ImageTag version) =>
        version.Value.StartsWith(Prefix, StringComparison.Ordinal) ? version.Value[Prefix.Length..] : version.Value;
}

/// <summary>A version, and its commit where that is known already.</summary>
public sealed record VersionPoint(ImageTag Version, CommitSha? Commit = null);

/// <summary>Which commits were deployed, as Release recorded it: true also when a tag has moved since, and with GitHub away.</summary>
public interface IDeployedCommits
{
    /// <summary>The commit that a version was when it was deployed to a cell last; null when it is not recorded.</summary>
    Task<CommitSha?> CommitOfAsync(Cell cell, ImageTag version, CancellationToken cancellationToken);
}
