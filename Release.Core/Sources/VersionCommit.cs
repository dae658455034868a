using Release.Core.Applications;

namespace Release.Core.Sources;

/// <summary>The commit that is part of an image's tag.</summary>
public static class VersionCommit
{
    private const string Prefix = "release-";

    /// <summary><c>9f83…</c> and <c>release-9f83…</c>, 40 digits; null for every other tag.</summary>
    public static CommitSha? Of(ImageTag version) => CommitSha.OrNull(WithoutPrefix(version));

    public static string WithoutPrefix(ImageTag version) =>
        version.Value.StartsWith(Prefix, StringComparison.Ordinal) ? version.Value[Prefix.Length..] : version.Value;
}

/// <summary>A version, and its commit if that is already known.</summary>
public sealed record VersionPoint(ImageTag Version, CommitSha? Commit = null);

/// <summary>The commits of past deployments, as Release recorded them: correct even if a tag has moved since, and without GitHub.</summary>
public interface IDeployedCommits
{
    /// <summary>The commit of a version at its last deployment to a cell; null when it is not recorded.</summary>
    Task<CommitSha?> CommitOfAsync(Cell cell, ImageTag version, CancellationToken cancellationToken);
}
