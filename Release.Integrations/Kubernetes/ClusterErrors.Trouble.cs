using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Release.Core.Failures;
using Release.Integrations.Http;

namespace Release.Integrations.Kubernetes;

internal sealed partial class ClusterErrors
{
    /// <summary>What an exchange can throw that is not a bug of ours.</summary>
    public static bool IsTrouble(Exception exception) =>
        exception is ClusterRefusal or HttpRequestException or IOException or OperationCanceledException or JsonException or InvalidDataException or KubeconfigException;

    /// <summary>The cluster's certificate was not accepted.</summary>
    public static bool IsDistrust(Exception exception) => NetworkErrors.Find<ClusterCertificateException>(exception) is not null;

    public Exception FromTrouble(Exception exception, RequestTarget target) => exception switch
    {
        ClusterRefusal refusal => From(refusal, target),
        KubeconfigException => new OutsideException($"{exception.Message} ({Capital(Cluster)})", FailureKind.Permission, exception),
        _ when NetworkErrors.Find<KubeconfigException>(exception) is { } kubeconfig => new OutsideException($"{kubeconfig.Message} ({Capital(Cluster)})", FailureKind.Permission, exception),
        _ when NetworkErrors.Find<ClusterCertificateException>(exception) is { } untrusted => new OutsideException(
            $"The certificate of {Cluster} at {server.Authority} is not trusted: {untrusted.Message}", FailureKind.Permission, exception),
        _ when NetworkErrors.Find<AuthenticationException>(exception) is { } authentication => new OutsideException(
            $"No secure connection to {Cluster} at {server.Authority}: {NetworkErrors.Cut(authentication.Message)}", FailureKind.Permission, exception),
        OperationCanceledException => new OutsideException($"Asking {Cluster} for {target.What} took too long.", FailureKind.Timeout, exception),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => new OutsideException(
            $"The proxy on the way to {Cluster} refused: {NetworkErrors.Cut(exception.Message)}", FailureKind.Network, exception),
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => Ended(exception, target),
        _ when NetworkErrors.Find<SocketException>(exception) is { } socket => new OutsideException(
            $"Could not reach {Cluster} at {server.Authority} to ask for {target.What}: {NetworkErrors.Describe(socket)}", FailureKind.Network, exception),
        InvalidDataException or JsonException => new OutsideException(
            $"What {Cluster} answered about {target.What} could not be read: {NetworkErrors.Cut(exception.Message)}", FailureKind.Network, exception),
        _ when NetworkErrors.Find<HttpIOException>(exception) is { HttpRequestError: HttpRequestError.ResponseEnded } => Ended(exception, target),
        _ => new OutsideException($"Could not reach {Cluster} at {server.Authority} to ask for {target.What}: {NetworkErrors.Cut(exception.Message)}", FailureKind.Network, exception),
    };

    private OutsideException Ended(Exception exception, RequestTarget target) =>
        new($"{Capital(Cluster)} ended the connection in the middle of its answer about {target.What}.", FailureKind.Network, exception);
}
