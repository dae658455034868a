using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.RegularExpressions;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Integrations.Http;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Objects;
using k8s.Models;

namespace Release.Integrations.Kubernetes.Connection;

/// <summary>
/// Translates a cluster's refusals and failed exchanges into exceptions with messages for people. No message contains a request header.
/// </summary>
internal sealed partial class ClusterErrors(EnvironmentName environment, Uri server, TimeProvider clock)
{
    public string Cluster => $"the {environment} cluster";

    /// <summary>The exception for a status that is not 2xx.</summary>
    public Exception From(ClusterRefusedException refusal, RequestTarget target)
    {
        var status = refusal.Status;
        var reason = NetworkErrors.Cut(status.Message ?? "no reason given");
        var what = target.What;
        return (HttpStatusCode)refusal.Code switch
        {
            HttpStatusCode.Gone => new KubernetesExpiredException($"{Capital(Cluster)} no longer has the resource version from which {what} was being read: {reason}"),
            HttpStatusCode.Conflict => new KubernetesConflictException($"{Cluster}, {what}: {reason}", status.Reason, Conflicts(status)),
            HttpStatusCode.Unauthorized => Failure(FailureKind.Permission, $"{Capital(Cluster)} does not accept Release's credentials ({what}): {reason}. Check the token, certificate or command of the kubeconfig's user."),
            HttpStatusCode.Forbidden => Failure(FailureKind.Permission, $"Release may not {target.Verb} {what} in {Cluster}: {reason}. {target.Grant}"),
            HttpStatusCode.NotFound when refusal.IsUnknownKind => Failure(FailureKind.NotFound, UnknownKind(target)),
            HttpStatusCode.NotFound => Failure(FailureKind.NotFound, $"There is no {what} in {Cluster}: {reason}"),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.MethodNotAllowed =>
                Failure(FailureKind.Application, $"{Capital(Cluster)} does not accept this request to {target.Verb} {what}: {reason}"),
            HttpStatusCode.TooManyRequests => Failure(FailureKind.Network, $"{Capital(Cluster)} has too many requests ({what}): {reason}{Until(refusal.RetryAfter)}"),
            HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout => Failure(FailureKind.Timeout, $"{Capital(Cluster)} did not answer in time about {what}: {reason}"),
            _ => Failure(FailureKind.Network, $"The request to {Cluster} about {what} failed with status {refusal.Code}: {reason}{Until(refusal.RetryAfter)}"),
        };
    }

    /// <summary>Whether an exception means that the exchange with the cluster failed, and not that our code has a bug.</summary>
    public static bool IsExchangeFailure(Exception exception) =>
        exception is ClusterRefusedException or HttpRequestException or IOException or OperationCanceledException or JsonException or InvalidDataException or KubeconfigException;

    /// <summary>The cluster's certificate was not accepted.</summary>
    public static bool IsUntrustedCertificate(Exception exception) => NetworkErrors.Find<ClusterCertificateException>(exception) is not null;

    public Exception FromFailure(Exception exception, RequestTarget target) => exception switch
    {
        ClusterRefusedException refusal => From(refusal, target),
        KubeconfigException => new OutsideException($"{exception.Message} ({Capital(Cluster)})", FailureKind.Permission, exception),
        _ when NetworkErrors.Find<KubeconfigException>(exception) is { } kubeconfig => new OutsideException($"{kubeconfig.Message} ({Capital(Cluster)})", FailureKind.Permission, exception),
        _ when NetworkErrors.Find<ClusterCertificateException>(exception) is { } untrusted => new OutsideException(
            $"The certificate of {Cluster} at {server.Authority} is not trusted: {untrusted.Message}", FailureKind.Permission, exception),
        _ when NetworkErrors.Find<AuthenticationException>(exception) is { } authentication => new OutsideException(
            $"No secure connection to {Cluster} at {server.Authority}: {NetworkErrors.Cut(authentication.Message)}", FailureKind.Permission, exception),
        OperationCanceledException => new OutsideException($"{Capital(Cluster)} did not answer in time about {target.What}.", FailureKind.Timeout, exception),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => new OutsideException(
            $"The proxy on the way to {Cluster} refused: {NetworkErrors.Cut(exception.Message)}", FailureKind.Network, exception),
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => Ended(exception, target),
        _ when NetworkErrors.Find<SocketException>(exception) is { } socket => new OutsideException(
            $"Could not reach {Cluster} at {server.Authority} to ask for {target.What}: {NetworkErrors.Describe(socket)}", FailureKind.Network, exception),
        InvalidDataException or JsonException => new OutsideException(
            $"The answer of {Cluster} about {target.What} could not be read: {NetworkErrors.Cut(exception.Message)}", FailureKind.Network, exception),
        _ when NetworkErrors.Find<HttpIOException>(exception) is { HttpRequestError: HttpRequestError.ResponseEnded } => Ended(exception, target),
        _ => new OutsideException($"Could not reach {Cluster} at {server.Authority} to ask for {target.What}: {NetworkErrors.Cut(exception.Message)}", FailureKind.Network, exception),
    };

    private string UnknownKind(RequestTarget target)
    {
        var name = target.Group.Length == 0 ? target.Resource : $"{target.Resource}.{target.Group}";
        return target.Definition is null
            ? $"{Capital(Cluster)} does not know the kind {name}."
            : $"{target.Definition} definition is not installed in {Cluster} ({name}).";
    }

    private static FieldConflict[] Conflicts(V1Status status) =>
        [.. (status.Details?.Causes ?? []).Where(cause => cause.Reason == "FieldManagerConflict")
            .Select(cause => new FieldConflict(Manager().Match(cause.Message ?? "").Groups["name"].Value, cause.Field ?? ""))];

    private string Until(TimeSpan? retryAfter) => retryAfter is not { } wait
        ? ""
        : $" It asks Release to wait until {(clock.GetUtcNow() + wait).ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC.";

    private static OutsideException Failure(FailureKind kind, string message) => new(message, kind);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>From a cause's message: <c>conflict with "kubectl" using apps/v1</c>.</summary>
    [GeneratedRegex("conflict with \"(?<name>(?:[^\"\\\\]|\\\\.)*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Manager();

    private OutsideException Ended(Exception exception, RequestTarget target) =>
        new($"{Capital(Cluster)} ended the connection in the middle of its answer about {target.What}.", FailureKind.Network, exception);
}
