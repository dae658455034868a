namespace Release.Integrations.Kubernetes.Kubeconfig;

/// <summary>
/// The cluster that Release itself runs in (kubernetes.io, "Accessing the Kubernetes API from a Pod"): the address is in two
/// environment variables, token and authority are in files that the kubelet renews.
/// </summary>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="folder">Where the service account's files are mounted.</param>
internal sealed class InClusterConfig(Func<string, string?> variable, string folder = "/var/run/secrets/kubernetes.io/serviceaccount")
{
    public static readonly InClusterConfig OfThisProcess = new(Environment.GetEnvironmentVariable);

    /// <exception cref="KubeconfigException">Release does not run in a cluster, or has no service account.</exception>
    public KubeconfigContext Context()
    {
        var (host, port) = (variable("KUBERNETES_SERVICE_HOST"), variable("KUBERNETES_SERVICE_PORT"));
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
        {
            throw new KubeconfigException(
                $"{ClustersOptions.Section} says InCluster, but Release does not run in a pod (KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set). Give a kubeconfig instead.");
        }

        var (token, authority) = (Path.Combine(folder, "token"), Path.Combine(folder, "ca.crt"));
        foreach (var file in new[] { token, authority })
        {
            if (!File.Exists(file))
            {
                throw new KubeconfigException($"Release's pod has no {file}: give it a service account and do not switch automountServiceAccountToken off.");
            }
        }

        var address = host.Contains(':', StringComparison.Ordinal) ? $"https://[{host}]:{port}" : $"https://{host}:{port}";
        return Uri.TryCreate(address, UriKind.Absolute, out var server)
            ? new KubeconfigContext("in-cluster", server) { Authority = new PemSource("certificate-authority", null, authority), TokenFile = token, Fingerprint = address }
            : throw new KubeconfigException("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not a valid address.");
    }
}
