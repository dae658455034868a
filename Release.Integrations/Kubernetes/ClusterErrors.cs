using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Ports;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>Puts a cluster's refusals and silences into words. Nothing of the request's headers gets into them.</summary>
internal sealed class ClusterErrors(EnvironmentName environment)
{
    private const int MaxErrorBytes = 64 * 1024;
    private const int MaxMessage = 500;

    public string Cluster => $"the {environment} cluster";

    /// <summary>What a status that is no success means: an exception to throw.</summary>
    /// <param name="response">The answer; its body is read.</param>
    /// <param name="what">What was asked for, for example <c>deployments in apps</c>.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    public async Task<Exception> FromAnswerAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        var status = await ReadStatusAsync(response, cancellationToken);
        return From((int)response.StatusCode, status.Message ?? response.ReasonPhrase ?? "no reason given", what);
    }

    public Exception FromWatch(ApiStatus? status, string what) =>
        From(status?.Code ?? 500, status?.Message ?? "no reason given", what);

    public OutsideException FromTrouble(Exception exception, string what) => exception switch
    {
        OutsideException outside => outside,
        HttpRequestException { InnerException: AuthenticationException } => new OutsideException(
            $"The certificate of {Cluster} could not be verified against the kubeconfig's certificate authority.", FailureKind.Permission, exception),
        KubeconfigException => new OutsideException(exception.Message, FailureKind.Permission, exception),
        OperationCanceledException => new OutsideException($"Asking {Cluster} for {what} took too long.", FailureKind.Timeout, exception),
        InvalidDataException or JsonException => new OutsideException(
            $"What {Cluster} answered about {what} could not be read: {Cut(exception.Message)}", FailureKind.Network, exception),
        _ => new OutsideException($"Could not reach {Cluster} to ask for {what}: {Cut(exception.Message)}", FailureKind.Network, exception),
    };

    /// <summary>What an exchange can throw that is not a bug of ours.</summary>
    public static bool IsTrouble(Exception exception) =>
        exception is HttpRequestException or IOException or OperationCanceledException or JsonException or InvalidDataException or KubeconfigException;

    private Exception From(int code, string reason, string what)
    {
        reason = Cut(reason);
        return (HttpStatusCode)code switch
        {
            HttpStatusCode.Gone => new KubernetesExpiredException($"{Cluster}, {what}: {reason}"),
            HttpStatusCode.Conflict => new KubernetesConflictException($"{Cluster}, {what}: {reason}"),
            HttpStatusCode.Unauthorized => Failure(FailureKind.Permission, $"Release is not signed in to {Cluster} ({what}): {reason}. Check the kubeconfig's user."),
            HttpStatusCode.Forbidden => Failure(FailureKind.Permission, $"Release may not read or change {what} in {Cluster}: {reason}"),
            HttpStatusCode.NotFound => Failure(FailureKind.NotFound, $"There is no {what} in {Cluster}: {reason}"),
            HttpStatusCode.TooManyRequests => Failure(FailureKind.Network, $"There are too many requests for {Cluster} ({what}): {reason}"),
            HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout => Failure(FailureKind.Timeout, $"Asking {Cluster} for {what} took too long: {reason}"),
            _ => Failure(FailureKind.Network, $"Asking {Cluster} for {what} failed with status {code}: {reason}"),
        };
    }

    private static OutsideException Failure(FailureKind kind, string message) => new(message, kind);

    private static async Task<ApiStatus> ReadStatusAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = new LimitedStream(await response.Content.ReadAsStreamAsync(cancellationToken), MaxErrorBytes);
            return await JsonSerializer.DeserializeAsync(body, KubernetesJson.Default.ApiStatus, cancellationToken) ?? new ApiStatus();
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or IOException or HttpRequestException)
        {
            // A proxy's page instead of Kubernetes' own words: the status code has to do.
            return new ApiStatus();
        }
    }

    private static string Cut(string text) => text.Length <= MaxMessage ? text : text[..MaxMessage] + "…";
}
