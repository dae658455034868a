using System.Text.Json;
using Release.Core.Failures;
using Release.Integrations.Http;
using Release.Integrations.Kubernetes.Objects;
using k8s.Models;

namespace Release.Integrations.Kubernetes.Connection;

/// <summary>409: the object exists already, somebody changed it in the meantime, or its fields belong to other managers.</summary>
/// <param name="message">For people.</param>
/// <param name="reason">From Kubernetes: <c>AlreadyExists</c> or <c>Conflict</c>; null if it gave none.</param>
/// <param name="conflicts">The fields that other managers own, if a server-side apply was refused; otherwise empty.</param>
internal sealed class KubernetesConflictException(string message, string? reason = null, IReadOnlyList<FieldConflict>? conflicts = null) : Exception(message)
{
    public bool AlreadyExists => reason == "AlreadyExists";

    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts ?? [];
}

/// <summary>A field that another manager owns and a server-side apply tried to change (kubernetes.io, "Server-Side Apply").</summary>
/// <param name="Manager">Its owner, for example <c>kubectl-client-side-apply</c>.</param>
/// <param name="Field">Its path, for example <c>.spec.replicas</c>.</param>
internal sealed record FieldConflict(string Manager, string Field);

/// <summary>410: the resource version or page token is too old, so the objects must be listed again.</summary>
internal sealed class KubernetesExpiredException(string message) : OutsideException(message, FailureKind.Network);

/// <summary>The server answered with a status that is not 2xx. <see cref="ClusterErrors"/> translates it for callers of the client.</summary>
/// <param name="code">HTTP status.</param>
/// <param name="status">Kubernetes' description; only the HTTP reason phrase if it gave none.</param>
/// <param name="isKubernetes">Whether the description came from Kubernetes, and not from a proxy.</param>
/// <param name="retryAfter">How long the server asks to wait; null if it does not say.</param>
internal sealed class ClusterRefusedException(int code, V1Status status, bool isKubernetes, TimeSpan? retryAfter) : Exception
{
    /// <summary>The API server's message for an unknown kind. For a missing object its message contains the object's name.</summary>
    private const string NoSuchKind = "the server could not find the requested resource";

    public int Code => code;

    public V1Status Status => status;

    public TimeSpan? RetryAfter => retryAfter;

    public bool IsUnknownKind => code == 404 && (!isKubernetes || string.Equals(status.Message, NoSuchKind, StringComparison.OrdinalIgnoreCase));

    public bool IsMissing => code == 404 && !IsUnknownKind;

    /// <summary>The container has not started yet. A container that does not exist, or must be named, also gives 400 but is an error.</summary>
    public bool IsNoLogYet => code == 400
        && !(status.Message is { } message && (message.Contains("is not valid for pod", StringComparison.Ordinal) || message.Contains("must be specified", StringComparison.Ordinal)));
}

/// <summary>Reads error answers within limits of time and size; KubernetesClient has none.</summary>
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

    /// <summary>Null if the body is not Kubernetes' (for example a proxy's page).</summary>
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
