using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Kubeconfig;

namespace Release.Integrations.Kubernetes.Connection;

/// <summary>
/// One client for each environment, from the kubeconfig or from the pod that Release runs in. Makes a new client when the
/// environment's part of the kubeconfig has changed.
/// </summary>
internal sealed partial class ClusterClients(
    IOptions<ClustersOptions> options,
    TimeProvider clock,
    ILogger<ClusterClients> logger,
    InClusterConfig? inCluster = null)
    : IClusterClients, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EnvironmentName, Entry> _entries = [];
    private readonly List<ClusterClient> _retired = [];
    private readonly KubeconfigFiles _kubeconfig = new(options.Value.Kubeconfig);

    public ClusterClient For(EnvironmentName environment)
    {
        lock (_lock)
        {
            try
            {
                var context = Context(environment);
                var entry = _entries.GetValueOrDefault(environment);
                if (entry?.Fingerprint != context.Fingerprint)
                {
                    _entries[environment] = entry = new Entry(context.Fingerprint, Create(environment, context));
                }

                return entry.Client;
            }
            catch (KubeconfigException exception)
            {
                throw new OutsideException($"Release cannot connect to the {environment} cluster: {exception.Message}", FailureKind.NotFound, exception);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var client in _entries.Values.Select(entry => entry.Client).Concat(_retired))
            {
                client.Dispose();
            }

            _entries.Clear();
            _retired.Clear();
        }
    }

    private ClusterClient Create(EnvironmentName environment, KubeconfigContext context)
    {
        if (_entries.GetValueOrDefault(environment) is { } old)
        {
            // Requests may still be under way on the old client, so it is disposed at shutdown.
            _retired.Add(old.Client);
        }

        var limits = ClusterLimits.Default with { Request = TimeSpan.FromSeconds(options.Value.RequestTimeoutSeconds) };
        Log.Found(logger, environment.Value, context.Name, context.Server);
        return new ClusterClient(environment, context, limits, clock);
    }

    private KubeconfigContext Context(EnvironmentName environment) =>
        options.Value.Environments.GetValueOrDefault(environment.Value)?.InCluster == true
            ? (inCluster ?? InClusterConfig.OfThisProcess).Context()
            : _kubeconfig.Read().Context(options.Value.ContextOf(environment));

    private sealed record Entry(string Fingerprint, ClusterClient Client);

    private static partial class Log
    {
        [LoggerMessage(4200, LogLevel.Information, "The {Environment} cluster is context {Context} at {Server}")]
        public static partial void Found(ILogger logger, string environment, string context, Uri server);
    }
}
