using System.Security.Authentication;

namespace Release.Integrations.Kubernetes;

/// <summary>A cluster's certificate is not trusted. The message says why, for people.</summary>
internal sealed class ClusterCertificateException(string message) : AuthenticationException(message);
