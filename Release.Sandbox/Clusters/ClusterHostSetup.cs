using Release.Sandbox.Faults;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Hosting;
using Release.Sandbox.Registry;
using Release.Sandbox.Services;

namespace Release.Sandbox.Clusters;

/// <summary>What one environment is made from.</summary>
internal sealed record ClusterHostSetup
{
    public required string Environment { get; init; }

    public required SandboxOptions Options { get; init; }

    public required string StatePath { get; init; }

    public required string Token { get; init; }

    public required PrivateAuthority Authority { get; init; }

    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    public required ConfigRepository Repository { get; init; }

    public required ConfigSnapshot Snapshot { get; init; }

    public required FaultBook Faults { get; init; }

    public required ImageCatalogue Images { get; init; }

    public required AsyncSignal FaultsChanged { get; init; }

    public required SmokeTests SmokeTests { get; init; }

    public required ReleaseConnection Release { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Loggers { get; init; }
}
