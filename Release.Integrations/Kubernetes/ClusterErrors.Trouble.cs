using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Release.Core.Deployments;
using Release.Core.Ports;

namespace Release.Integrations.Kubernetes;

internal sealed partial class ClusterErrors
{
    /// <summary>What an exchange can throw that is not a bug of ours.</summary>
    public static bool IsTrouble(Exception exception) =>
        exception is HttpRequestException or IOException or OperationCanceledException or JsonException or InvalidDataException or KubeconfigException;

    /// <summary>The cluster's certificate was not accepted.</summary>
    public static bool IsDistrust(Exception exception) => Find<ClusterCertificateException>(exception) is not null;

    public OutsideException FromTrouble(Exception exception, RequestTarget target) => exception switch
    {
        KubeconfigException => new OutsideException($"{exception.Message} ({Capital(Cluster)})", FailureKind.Permission, exception),
        _ when Find<KubeconfigException>(exception) is { } kubeconfig => new OutsideException($"{kubeconfig.Message} ({Capital(Cluster)})", FailureKind.Permission, exception),
        _ when Find<ClusterCertificateException>(exception) is { } untrusted => new OutsideException(
            $"The certificate of {Cluster} at {server.Authority} is not trusted: {untrusted.Message}", FailureKind.Permission, exception),
        _ when Find<AuthenticationException>(exception) is { } authentication => new OutsideException(
            $"No secure connection to {Cluster} at {server.Authority}: {Cut(authentication.Message)}", FailureKind.Permission, exception),
        OperationCanceledException => new OutsideException($"Asking {Cluster} for {target.What} took too long.", FailureKind.Timeout, exception),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => new OutsideException(
            $"The proxy on the way to {Cluster} refused: {Cut(exception.Message)}", FailureKind.Network, exception),
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => Ended(exception, target),
        _ when Find<SocketException>(exception) is { } socket => new OutsideException(
            $"Could not reach {Cluster} at {server.Authority} to ask for {target.What}: {Words(socket)}", FailureKind.Network, exception),
        InvalidDataException or JsonException => new OutsideException(
            $"What {Cluster} answered about {target.What} could not be read: {Cut(exception.Message)}", FailureKind.Network, exception),
        _ when Find<HttpIOException>(exception) is { HttpRequestError: HttpRequestError.ResponseEnded } => Ended(exception, target),
        _ => new OutsideException($"Could not reach {Cluster} at {server.Authority} to ask for {target.What}: {Cut(exception.Message)}", FailureKind.Network, exception),
    };

    private OutsideException Ended(Exception exception, RequestTarget target) =>
        new($"{Capital(Cluster)} ended the connection in the middle of its answer about {target.What}.", FailureKind.Network, exception);

    private static string Words(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "Connection refused: nothing listens there.",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "There is no such host name.",
        SocketError.TimedOut => "It did not answer in time.",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "It cut the connection.",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "There is no way to it in the network.",
        _ => Cut(exception.Message),
    };

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }
}
