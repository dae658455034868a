using Release.Core.Applications;
using Release.Core.Sources;

namespace Release.Core.Deployments;

/// <summary>Where a deployment's version comes from: its commit, and the build of its image.</summary>
public sealed partial class Deployment
{
    /// <summary>Whether its image is still awaited.</summary>
    public bool AwaitsImage => CurrentStep is { Name: StepName.Build };

    /// <summary>Says where its version comes from and what it takes the place of. Null leaves what is known.</summary>
    /// <param name="reference">What somebody called the version, where that is not its tag.</param>
    public void Describe(string? reference, CommitSha? commit, ImageTag? replaced)
    {
        Reference = reference ?? Reference;
        SourceCommit ??= commit?.Value;
        ReplacedVersion = replaced ?? ReplacedVersion;
    }

    /// <summary>Takes what became known while its image is awaited. Returns whether anything changed.</summary>
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
            changed |= Build.Hear(run);
        }

        return Changed(changed);
    }

    /// <summary>
    /// The workflow that builds the image called: it is there, under this tag. Once the tag is committed it stays as it is.
    /// Returns whether anything changed.
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
