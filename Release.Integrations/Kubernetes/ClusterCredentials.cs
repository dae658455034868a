namespace Release.Integrations.Kubernetes;

/// <summary>Chooses the credential that a kubeconfig's user asks for.</summary>
internal static class ClusterCredentials
{
    public static IClusterCredential Of(KubeconfigContext context, TimeProvider timeProvider)
    {
        IClusterCredential credential = context.Exec is { } plugin
            ? new ExecCredential(plugin, context, timeProvider)
            : new TokenCredential(context.Token, context.TokenFile, timeProvider);
        return context is { ClientCertificate: { } certificate, ClientKey: { } key }
            ? new CertificateCredential(certificate, key, credential, timeProvider)
            : credential;
    }
}
