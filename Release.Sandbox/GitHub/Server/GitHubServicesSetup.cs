using Release.Sandbox.Faults;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.Hosting;
using Release.Sandbox.Registry;

namespace Release.Sandbox.GitHub.Server;

/// <summary>What GitHub's services work with.</summary>
internal sealed record GitHubServicesSetup
{
    public required SandboxOptions Options { get; init; }

    public required SandboxFiles Files { get; init; }

    public required GitHubState State { get; init; }

    public required ConfigRepository Configuration { get; init; }

    public required VersionMint Versions { get; init; }

    public required ImageCatalogue Images { get; init; }

    /// <summary>Where images are.</summary>
    public required Uri Registry { get; init; }

    public required FaultBook Misbehaviours { get; init; }

    public required ReleaseConnection Release { get; init; }
}
