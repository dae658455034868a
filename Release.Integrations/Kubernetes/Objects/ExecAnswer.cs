namespace Release.Integrations.Kubernetes.Objects;

/// <summary>What a credential plugin prints: <c>client.authentication.k8s.io ExecCredential</c>.</summary>
internal sealed record ExecAnswer(string? ApiVersion = null, string? Kind = null, ExecAnswer.CredentialPart? Status = null)
{
    /// <summary>Its text shows nothing of it.</summary>
    public sealed record CredentialPart(
        string? Token = null, string? ClientCertificateData = null, string? ClientKeyData = null, DateTimeOffset? ExpirationTimestamp = null)
    {
        public override string ToString() => nameof(CredentialPart);
    }
}
