using System.Text.Json;
using Release.Core.Failures;
using Release.Integrations.Http;
using Release.Integrations.Kubernetes.Objects;
using k8s.Models;

namespace Release.Integrations.Kubernetes.Connection;

/// <summary>409: the object exists already, somebody changed it in between, or its fields belong to others.</summary>
/// <param name="message">In words for people.</param>
/// <param name="reason">Kubernetes' own: <c>AlreadyExists</c> or <c>Conflict</c>; null when it gave none.</param>
/// <param name="conflicts">The fields of others, when a server-side apply was refused; else empty.</param>
internal sealed class KubernetesConflictException(string message, string? reason = null, IReadOnlyList<FieldConflict>? conflicts = null) : Exception(message)
{
    public bool AlreadyExists => reason == "AlreadyExists";

    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts ?? [];
}

/// <summary>A field that another manager set and a server-side apply wanted to change (kubernetes.io, "Server-Side Apply").</summary>
/// <param name="Manager">Who set it, for example <c>kubectl-client-side-apply</c>.</param>
/// <param name="Field">Its path, for example <c>.spec.replicas</c>.</param>
internal sealed record FieldConflict(string Manager, string Field);

/// <summary>410: the resource version or the page token is too old; list again.</summary>
internal sealed class KubernetesExpiredException(string message) : OutsideException(message, FailureKind.Network);

/// <summary>An answer that is no success, read. On its way to <see cref="ClusterErrors"/>; nobody else sees it.</summary>
/// <param name="code">HTTP's.</param>
/// <param name="status">Kubernetes' own words; with nothing but HTTP's when there are none.</param>
/// <param name="isKubernetes">Whether the words are Kubernetes' own, and not a proxy's page.</param>
/// <param name="retryAfter">How long the server asks to wait; null when it does not say.</param>
internal sealed class ClusterRefusedException(int code, V1Status status, bool isKubernetes, TimeSpan? retryAfter) : Exception
{
    /// <summary>What the API server says of a path that no kind is behind; of an object that is missing it says its name.</summary>
    private const string NoSuchKind = "the server could not find the requested resource";

    public int Code => code;

    public V1Status Status => status;

    public TimeSpan? RetryAfter => retryAfter;

    public bool IsUnknownKind => code == 404 && (!isKubernetes || string.Equals(status.Message, NoSuchKind, StringComparison.OrdinalIgnoreCase));

    public bool IsMissing => code == 404 && !IsUnknownKind;

    /// <summary>A container that has not begun is no mistake; one that does not exist, or that must be named, is.</summary>
    public bool IsNoLogYet => code == 400
        && !(status.Message is { } message && (message.Contains("is not valid for pod", StringComparison.Ordinal) || message.Contains("must be specified", StringComparison.Ordinal)));
}

/// <summary>Reads refusals within limits of time and size; KubernetesClient would read them without any.</summary>
internal sealed class RefusalHandler(TimeProvider clock) : DelegatingHandler
{
    private const int MaxBytes = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var status = await ReadAsync(response, cancellationToken);
            throw new ClusterRefusedException((int)response.StatusCode, status ?? new V1Status { Message = response.ReasonPhrase }, status is not null, RetryAfter(response));
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - clock.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>Null for a proxy's page instead of Kubernetes' own words: the status code has to do.</summary>
    private static async Task<V1Status?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = new LimitedStream(await response.Content.ReadAsStreamAsync(cancellationToken), MaxBytes);
            return await JsonSerializer.DeserializeAsync(body, KubernetesJson.Default.V1Status, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or IOException or HttpRequestException)
        {
            return null;
        }
    }
}
