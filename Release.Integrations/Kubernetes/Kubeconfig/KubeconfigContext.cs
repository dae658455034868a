using k8s.KubeConfigModels;

namespace Release.Integrations.Kubernetes.Kubeconfig;

/// <summary>How to reach one cluster: a kubeconfig's context with its cluster and user. Its text never shows the token.</summary>
/// <param name="Name">The context's name.</param>
/// <param name="Server">The API server's address.</param>
internal sealed record KubeconfigContext(string Name, Uri Server)
{
    /// <summary>Changes exactly when something that the kubeconfig says of it has changed.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Who signs the cluster's certificate; null for those that the machine trusts.</summary>
    public PemSource? Authority { get; init; }

    /// <summary>The name that the server's certificate must be for, when it is not the address's.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Null for the surroundings' (the variables <c>HTTPS_PROXY</c> and <c>NO_PROXY</c>).</summary>
    public Uri? Proxy { get; init; }

    public string? Token { get; init; }

    /// <summary>Path of a file that holds a token and may be renewed; wins over <see cref="Token"/>, as in kubectl.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Who Release is by certificate; null when it shows none.</summary>
    public PemSource? ClientCertificate { get; init; }

    /// <summary>Set exactly when <see cref="ClientCertificate"/> is.</summary>
    public PemSource? ClientKey { get; init; }

    /// <summary>The command that gives the credential; null when there is none.</summary>
    public ExternalExecution? Exec { get; init; }

    /// <summary>What the cluster's extension <c>client.authentication.k8s.io/exec</c> says to the command, as JSON.</summary>
    public string? ExecConfig { get; init; }

    public override string ToString() => $"context {Name} at {Server}";
}

/// <summary>PEM text, or the path of a file that holds it. Its text shows neither.</summary>
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
