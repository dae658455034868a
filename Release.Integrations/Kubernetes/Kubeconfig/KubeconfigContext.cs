using k8s.KubeConfigModels;

namespace Release.Integrations.Kubernetes.Kubeconfig;

/// <summary>How to reach one cluster: a kubeconfig's context with its cluster and user. ToString shows no secret.</summary>
/// <param name="Name">The context's name.</param>
/// <param name="Server">The API server's address.</param>
internal sealed record KubeconfigContext(string Name, Uri Server)
{
    /// <summary>Changes exactly when the context's part of the kubeconfig changes.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The certificate authority of the cluster; null to trust the machine's authorities.</summary>
    public PemSource? Authority { get; init; }

    /// <summary>The host name that the server's certificate must have, if it differs from the address.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Null: the variables <c>HTTPS_PROXY</c> and <c>NO_PROXY</c> decide.</summary>
    public Uri? Proxy { get; init; }

    public string? Token { get; init; }

    /// <summary>Path of a file with a token, which may be renewed; takes precedence over <see cref="Token"/>, as in kubectl.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Release's client certificate; null if there is none.</summary>
    public PemSource? ClientCertificate { get; init; }

    /// <summary>Set exactly when <see cref="ClientCertificate"/> is.</summary>
    public PemSource? ClientKey { get; init; }

    /// <summary>The command that gives the credential; null if there is none.</summary>
    public ExternalExecution? Exec { get; init; }

    /// <summary>The cluster's extension <c>client.authentication.k8s.io/exec</c> as JSON, which is passed to the command.</summary>
    public string? ExecConfig { get; init; }

    public override string ToString() => $"context {Name} at {Server}";
}

/// <summary>PEM text, or the path of a file that contains it. ToString shows neither.</summary>
internal sealed record PemSource(string Field, string? Text, string? Path)
{
    public bool IsFile => Text is null;

    /// <exception cref="KubeconfigException">The file cannot be read.</exception>
    public string Read()
    {
        try
        {
            return Text ?? File.ReadAllText(Path!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"The file that the kubeconfig's {Field} names cannot be read ({exception.GetType().Name}).", exception);
        }
    }

    public override string ToString() => Field;
}
