using Release.Sandbox.Faults;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Webhooks;

namespace Release.Sandbox.GitHub.Actions;

/// <summary>What merging a pull request works with.</summary>
internal sealed record MergeSetup
{
    public required GitHubState GitHub { get; init; }

    public required ServiceFaults Faults { get; init; }

    public required ConfigRepository Configuration { get; init; }

    public required VersionMint Versions { get; init; }

    public required WorkflowRunner Runner { get; init; }

    public required WebhookAudience Audience { get; init; }

    public required ReleaseConnection Release { get; init; }

    /// <summary>Where releases are deployed to first.</summary>
    public required string FirstEnvironment { get; init; }
}
