using Release.Core.Applications;

namespace Release.Core.Changes;

/// <summary>What a version that somebody typed means.</summary>
public abstract record ResolvedVersion
{
    private ResolvedVersion()
    {
    }

    /// <param name="Version">The image's tag.</param>
    /// <param name="Commit">The commit that it is; null where GitHub was not needed to find it.</param>
    /// <param name="Reference">What was typed, where that is not the tag.</param>
    /// <param name="ImageExists">Null when the registry could not say.</param>
    public sealed record Found(ImageTag Version, CommitSha? Commit, string? Reference, bool? ImageExists) : ResolvedVersion;

    /// <param name="Reason">What it is not, in a sentence.</param>
    public sealed record Unknown(string Reason) : ResolvedVersion;

    /// <param name="Reason">Who cannot be asked, and what is still possible.</param>
    public sealed record Away(string Reason) : ResolvedVersion;
}
