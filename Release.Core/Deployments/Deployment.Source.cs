using Release.Core.Applications;
using Release.Core.Sources;

namespace Release.Core.Deployments;

/// <summary>Where a deployment's version comes from: its commit, and the build of its image.</summary>
public sealed partial class Deployment
{
    /// <summary>Whether it still waits for its image.</summary>
    public bool AwaitsImage => CurrentStep is { Name: StepName.Build };

    /// <summary>Sets the source of its version and the version it replaces. Null leaves a value unchanged.</summary>
    /// <param name="reference">The version as requested, if that is not its tag.</param>
    public void Describe(string? reference, CommitSha? commit, ImageTag? replaced)
    {
        Reference = reference ?? Reference;
        SourceCommit ??= commit?.Value;
        ReplacedVersion = replaced ?? ReplacedVersion;
    }

    /// <summary>Stores news about the image and its commit while it waits for the image. Returns whether anything changed.</summary>
    public bool TakeBuild(BuildUpdate news)
    {
        _ = Running(nameof(TakeBuild));
        var changed = SourceCommit is null && news.Commit is not null;
        SourceCommit ??= news.Commit?.Value;
        if (news.RequestedAt is { } requested)
        {
            Build = new DeploymentBuild(requested);
            changed = true;
        }

        if (news.Run is { } run)
        {
            Build ??= new DeploymentBuild(run.At);
            changed |= Build.Update(run);
        }

        return Changed(changed);
    }

    /// <summary>
    /// The workflow has built the image and called back with this tag. Once the tag is committed, the version no longer
    /// changes. Returns whether anything changed.
    /// </summary>
    public bool CallBack(ImageTag version, DateTimeOffset at)
    {
        var changed = Build is not { CalledBack: true };
        Build ??= new DeploymentBuild(at);
        if (changed)
        {
            Build.CallBack(at);
        }

        if (AwaitsImage && Version != version)
        {
            Reference ??= Version.Value;
            Version = version;
            changed = true;
        }

        return Changed(changed);
    }
}
