using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Ports;
using Release.Integrations.Http;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>Puts a cluster's refusals into words; its silences are in <c>ClusterErrors.Trouble.cs</c>. Nothing of the request's headers gets into them.</summary>
internal sealed partial class ClusterErrors(EnvironmentName environment, Uri server, TimeProvider timeProvider)
{
    private const int MaxErrorBytes = 64 * 1024;

    /// <summary>What the API server says of a path that no kind is behind; of an object that is missing it says its name.</summary>
    private const string NoSuchKind = "the server could not find the requested resource";

    public string Cluster => $"the {environment} cluster";

    /// <summary>What a status that is no success means: an exception to throw.</summary>
    /// <param name="response">The answer; its body is read.</param>
    public async Task<Exception> FromAnswerAsync(HttpResponseMessage response, ClusterRequest request, CancellationToken cancellationToken)
    {
        var (status, isStatus) = await ReadStatusAsync(response, cancellationToken);
        return From((int)response.StatusCode, status, isStatus, RetryAfter(response, timeProvider), request.Target);
    }

    /// <summary>Null where the request takes the refusal for "there is none".</summary>
    public async Task<TAnswer?> NullOrThrowAsync<TAnswer>(HttpResponseMessage response, ClusterRequest request, CancellationToken cancellationToken)
        where TAnswer : class
    {
        var (status, isStatus) = await ReadStatusAsync(response, cancellationToken);
        var code = (int)response.StatusCode;
        var isNull = (request.MissingIsNull && code == 404 && !IsUnknownKind(status, isStatus)) || (request.NotYetIsNull && code == 400 && IsNotYet(status));
        return isNull ? null : throw From(code, status, isStatus, RetryAfter(response, timeProvider), request.Target);
    }

    public Exception FromWatch(ApiStatus? status, RequestTarget target) =>
        From(status?.Code ?? 500, status ?? new ApiStatus(), isStatus: true, retryAfter: null, target);

    /// <summary>How long the server asks to wait; null when it does not say.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider timeProvider)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - timeProvider.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private Exception From(int code, ApiStatus status, bool isStatus, TimeSpan? retryAfter, RequestTarget target)
    {
        var reason = NetworkTrouble.Cut(status.Message ?? "no reason given");
        var what = target.What;
        return (HttpStatusCode)code switch
        {
            HttpStatusCode.Gone => new KubernetesExpiredException($"{Cluster}, {what}: {reason}"),
            HttpStatusCode.Conflict => new KubernetesConflictException($"{Cluster}, {what}: {reason}", status.Reason, Conflicts(status)),
            HttpStatusCode.Unauthorized => Failure(FailureKind.Permission, $"Release is not signed in to {Cluster} ({what}): {reason}. Check the kubeconfig's user: its token, certificate or plugin was not accepted."),
            HttpStatusCode.Forbidden => Failure(FailureKind.Permission, $"Release may not {target.Verb} {what} in {Cluster}: {reason}. {target.Grant}"),
            HttpStatusCode.NotFound when IsUnknownKind(status, isStatus) => Failure(FailureKind.NotFound, UnknownKind(target)),
            HttpStatusCode.NotFound => Failure(FailureKind.NotFound, $"There is no {what} in {Cluster}: {reason}"),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.MethodNotAllowed =>
                Failure(FailureKind.Application, $"{Capital(Cluster)} does not accept this request to {target.Verb} {what}: {reason}"),
            HttpStatusCode.TooManyRequests => Failure(FailureKind.Network, $"There are too many requests for {Cluster} ({what}): {reason}{Until(retryAfter)}"),
            HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout => Failure(FailureKind.Timeout, $"Asking {Cluster} for {what} took too long: {reason}"),
            _ => Failure(FailureKind.Network, $"Asking {Cluster} for {what} failed with status {code}: {reason}{Until(retryAfter)}"),
        };
    }

    private string UnknownKind(RequestTarget target)
    {
        var name = target.Group.Length == 0 ? target.Resource : $"{target.Resource}.{target.Group}";
        return target.Definition is null
            ? $"{Capital(Cluster)} does not know the kind {name}."
            : $"{target.Definition} definition is not installed in {Cluster} ({name}).";
    }

    private static bool IsUnknownKind(ApiStatus status, bool isStatus) =>
        !isStatus || string.Equals(status.Message, NoSuchKind, StringComparison.OrdinalIgnoreCase);

    /// <summary>A container that has not begun is no mistake; one that does not exist, or that must be named, is.</summary>
    private static bool IsNotYet(ApiStatus status) =>
        status.Message is not { } message
        || !(message.Contains("is not valid for pod", StringComparison.Ordinal) || message.Contains("must be specified", StringComparison.Ordinal));

    private static FieldConflict[] Conflicts(ApiStatus status) =>
        [.. (status.Details?.Causes ?? []).Where(cause => cause.Reason == "FieldManagerConflict")
            .Select(cause => new FieldConflict(Manager().Match(cause.Message ?? "").Groups["name"].Value, cause.Field ?? ""))];

    private string Until(TimeSpan? retryAfter) => retryAfter is not { } wait
        ? ""
        : $" It asks to wait until {(timeProvider.GetUtcNow() + wait).ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC.";

    private static OutsideException Failure(FailureKind kind, string message) => new(message, kind);

    /// <returns>What was read, and whether the answer was Kubernetes' own.</returns>
    private static async Task<(ApiStatus Status, bool IsStatus)> ReadStatusAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = new LimitedStream(await response.Content.ReadAsStreamAsync(cancellationToken), MaxErrorBytes);
            if (await JsonSerializer.DeserializeAsync(body, KubernetesJson.Default.ApiStatus, cancellationToken) is { } status)
            {
                return (status, true);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or IOException or HttpRequestException)
        {
            // A proxy's page instead of Kubernetes' own words: the status code has to do.
            return (new ApiStatus(response.ReasonPhrase), false);
        }

        return (new ApiStatus(response.ReasonPhrase), false);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>From a cause's message: <c>conflict with "kubectl" using apps/v1</c>.</summary>
    [GeneratedRegex("conflict with \"(?<name>(?:[^\"\\\\]|\\\\.)*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Manager();
}
