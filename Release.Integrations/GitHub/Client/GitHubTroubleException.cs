using Release.Core.Deployments;

namespace Release.Integrations.GitHub.Client;

/// <summary>No answer came, or not a whole one. It becomes an <c>OutsideException</c> once nothing is tried any more.</summary>
internal sealed class GitHubTroubleException(string message, FailureKind kind, Exception innerException) : Exception(message, innerException)
{
    public FailureKind Kind => kind;
}
