using System.Globalization;
using System.Text.Json.Nodes;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Tests.Integration.Clusters;

/// <summary>
/// Plays Argo CD: makes Applications and writes what its controller would. Everything satisfies the schema of Argo CD's own
/// definition, which has no status subresource: status is written with a patch of the object itself.
/// </summary>
internal sealed class ArgoCdPlayer(ClusterClient client)
{
    public const string Server = "https://kubernetes.default.svc";

    /// <summary>Makes an Application as the app of apps renders it (contracts §7), without a status.</summary>
    /// <param name="namespace">Where it is kept and, unless <paramref name="destination"/> says otherwise, where it deploys to.</param>
    public async Task<ArgoApplication> CreateAsync(
        string @namespace, string name, CancellationToken cancellationToken, string? imageTag = null, string? repoName = null, string? destination = null) =>
        await client.CreateAsync(ArgoResourceKinds.Applications, @namespace, Manifest(@namespace, name, imageTag, repoName, destination), cancellationToken)
        ?? throw new InvalidOperationException("The API server answered nothing.");

    /// <summary>What <see cref="CreateAsync"/> sends.</summary>
    public static JsonObject Manifest(string @namespace, string name, string? imageTag = null, string? repoName = null, string? destination = null) => new()
    {
        ["apiVersion"] = "argoproj.io/v1alpha1",
        ["kind"] = "Application",
        ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = Annotations(name, imageTag, repoName) },
        ["spec"] = new JsonObject
        {
            ["project"] = "default",
            ["source"] = Source(),
            ["destination"] = new JsonObject { ["server"] = Server, ["namespace"] = destination ?? @namespace },
            ["syncPolicy"] = new JsonObject { ["automated"] = new JsonObject { ["prune"] = true, ["selfHeal"] = true } },
        },
    };

    /// <summary>As the app of apps does after a commit: the wanted tag changes, nothing else yet.</summary>
    public Task AnnotateAsync(string @namespace, string name, string imageTag, CancellationToken cancellationToken) =>
        PatchAsync(
            @namespace, name, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["imageTag"] = imageTag } } }, cancellationToken);

    /// <summary>Writes sync, health and operation at once; parts that are null stay as they are.</summary>
    /// <param name="sync"><c>Synced</c>, <c>OutOfSync</c> or <c>Unknown</c>.</param>
    /// <param name="revision">The commit that it was compared with.</param>
    /// <param name="health"><c>Healthy</c>, <c>Progressing</c>, <c>Degraded</c>, <c>Suspended</c>, <c>Missing</c> or <c>Unknown</c>.</param>
    /// <param name="operation">From <see cref="Operation"/>.</param>
    /// <param name="reconciledAt">When it was compared and assessed; null for now.</param>
    public Task WriteAsync(
        string @namespace, string name, CancellationToken cancellationToken,
        string? sync = null, string? revision = null, string? health = null, JsonObject? operation = null, DateTimeOffset? reconciledAt = null)
    {
        var at = reconciledAt ?? TimeProvider.System.GetUtcNow();
        var status = new JsonObject { ["reconciledAt"] = Time(at) };
        if (sync is not null)
        {
            status["sync"] = Sync(sync, revision, @namespace);
        }

        if (health is not null)
        {
            status["health"] = new JsonObject { ["status"] = health, ["lastTransitionTime"] = Time(at) };
        }

        if (operation is not null)
        {
            status["operationState"] = operation;
        }

        return WriteStatusAsync(@namespace, name, status, cancellationToken);
    }

    /// <summary>The usual happy end: synced at a revision, the operation succeeded, healthy and assessed after it.</summary>
    public Task SucceedAsync(string @namespace, string name, string revision, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        return WriteAsync(
            @namespace, name, cancellationToken, "Synced", revision, "Healthy",
            Operation("Succeeded", revision, now.AddSeconds(-2), now.AddSeconds(-1), "successfully synced (all tasks run)"), now);
    }

    /// <summary>Writes any part of the status, as a merge patch.</summary>
    public Task WriteStatusAsync(string @namespace, string name, JsonObject status, CancellationToken cancellationToken) =>
        PatchAsync(@namespace, name, new JsonObject { ["status"] = status }, cancellationToken);

    /// <summary>A <c>status.operationState</c>.</summary>
    /// <param name="phase"><c>Running</c>, <c>Succeeded</c>, <c>Failed</c>, <c>Error</c> or <c>Terminating</c>.</param>
    /// <param name="finishedAt">Null while it runs.</param>
    /// <param name="resources">From <see cref="Resource"/>.</param>
    public static JsonObject Operation(
        string phase, string revision, DateTimeOffset startedAt, DateTimeOffset? finishedAt, string? message = null, params JsonObject[] resources)
    {
        var state = new JsonObject
        {
            ["phase"] = phase,
            ["startedAt"] = Time(startedAt),
            ["operation"] = new JsonObject { ["sync"] = new JsonObject { ["revision"] = revision, ["prune"] = true } },
            ["syncResult"] = new JsonObject { ["revision"] = revision, ["source"] = Source(), ["resources"] = new JsonArray([.. resources]) },
        };
        if (finishedAt is { } finished)
        {
            state["finishedAt"] = Time(finished);
        }

        if (message is not null)
        {
            state["message"] = message;
        }

        return state;
    }

    /// <summary>One of <c>syncResult.resources[]</c>.</summary>
    /// <param name="hookType">For example <c>PreSync</c>; null for a resource that is no hook.</param>
    /// <param name="hookPhase">For example <c>Failed</c>.</param>
    /// <param name="status">For example <c>Synced</c> or <c>SyncFailed</c>; hooks have none.</param>
    public static JsonObject Resource(
        string group, string kind, string @namespace, string name, string? message = null, string? status = null, string? hookType = null, string? hookPhase = null)
    {
        var resource = new JsonObject { ["group"] = group, ["version"] = "v1", ["kind"] = kind, ["namespace"] = @namespace, ["name"] = name };
        (string Key, string? Value)[] rest =
            [("message", message), ("status", status), ("hookType", hookType), ("hookPhase", hookPhase), ("syncPhase", hookType ?? "Sync")];
        foreach (var (key, value) in rest)
        {
            if (value is not null)
            {
                resource[key] = value;
            }
        }

        return resource;
    }

    private async Task PatchAsync(string @namespace, string name, JsonObject patch, CancellationToken cancellationToken) =>
        await client.MergePatchAsync(ArgoResourceKinds.Applications, @namespace, name, patch, cancellationToken);

    private static JsonObject Sync(string status, string? revision, string @namespace)
    {
        var sync = new JsonObject
        {
            ["status"] = status,
            ["comparedTo"] = new JsonObject { ["source"] = Source(), ["destination"] = new JsonObject { ["server"] = Server, ["namespace"] = @namespace } },
        };
        if (revision is not null)
        {
            sync["revision"] = revision;
        }

        return sync;
    }

    private static JsonObject Annotations(string name, string? imageTag, string? repoName)
    {
        var annotations = new JsonObject
        {
            ["repoName"] = repoName ?? name,
            ["promoteDeployment"] = "true",
            ["automaticDeploysEnabled"] = "true",
            ["postSyncWorkflowEnabled"] = "true",
        };
        if (imageTag is not null)
        {
            annotations["imageTag"] = imageTag;
        }

        return annotations;
    }

    private static JsonObject Source() => new()
    {
        ["repoURL"] = "https://git.test/charts.git",
        ["path"] = "charts/generic-app",
        ["targetRevision"] = "main",
    };

    /// <summary>As Kubernetes' own <c>Time</c>: whole seconds.</summary>
    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
