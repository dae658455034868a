using System.Text.Json.Nodes;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Tests.Support;

namespace Release.Tests.Integration.Clusters;

/// <summary>
/// The manifests, applied under random names beside each other, and a kubeconfig with nothing but a token of the service
/// account that they make. All of it is deleted afterwards.
/// </summary>
internal sealed class RbacInstallation : IAsyncDisposable
{
    private readonly ClusterUnderTest _cluster;
    private readonly TemporaryDirectory _directory = new();
    private readonly List<(ResourceKind<TestObject> Kind, string Name)> _clusterWide = [];
    private readonly string _suffix;

    private RbacInstallation(ClusterUnderTest cluster, TestNamespace apps, TestNamespace argo)
    {
        (_cluster, Apps, Argo) = (cluster, apps, argo);
        _suffix = apps.Name[(apps.Name.LastIndexOf('-') + 1)..];
        Home = $"release-home-{_suffix}";
        KubeconfigPath = Path.Combine(_directory.Path, "kubeconfig");
    }

    /// <summary>In place of <c>apps</c>.</summary>
    public TestNamespace Apps { get; }

    /// <summary>In place of <c>cluster-services</c>.</summary>
    public TestNamespace Argo { get; }

    /// <summary>In place of <c>release</c>.</summary>
    public string Home { get; }

    public string KubeconfigPath { get; }

    /// <param name="without">A right to leave out; null for none.</param>
    /// <param name="files">Which manifests.</param>
    public static async Task<RbacInstallation> ApplyAsync(
        ClusterUnderTest cluster, GrantedRight? without, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var installed = new RbacInstallation(
            cluster, await cluster.NamespaceAsync(cancellationToken), await cluster.NamespaceAsync(cancellationToken));
        try
        {
            foreach (var file in files)
            {
                await installed.ApplyAsync(file, without, cancellationToken);
            }

            var token = await installed.TokenAsync(cancellationToken);
            await installed.WriteKubeconfigAsync(token, cancellationToken);
            var rights = files.SelectMany(RbacManifests.RightsOf).Where(right => right != without).ToList();
            await installed.WaitForAsync(cluster.ClientOf(token), rights, cancellationToken);
            return installed;
        }
        catch
        {
            await installed.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether the service account may; asked of the API server itself.</summary>
    public static async Task<bool> MayAsync(
        ClusterClient client, string verb, string group, string resource, string? @namespace, CancellationToken cancellationToken)
    {
        var parts = resource.Split('/');
        var attributes = new JsonObject { ["verb"] = verb, ["group"] = group, ["resource"] = parts[0] };
        if (parts.Length > 1)
        {
            attributes["subresource"] = parts[1];
        }

        if (@namespace is not null)
        {
            attributes["namespace"] = @namespace;
        }

        var review = await client.CreateAsync(
            TestKinds.Kind("authorization.k8s.io", "v1", "selfsubjectaccessreviews"), null,
            new JsonObject
            {
                ["apiVersion"] = "authorization.k8s.io/v1",
                ["kind"] = "SelfSubjectAccessReview",
                ["spec"] = new JsonObject { ["resourceAttributes"] = attributes },
            },
            cancellationToken);
        return review!.At("status", "allowed").GetBoolean();
    }

    public string NamespaceOf(GrantedRight right) => right.Role == "release-argocd" ? Argo.Name : Apps.Name;

    public async ValueTask DisposeAsync()
    {
        foreach (var (kind, name) in _clusterWide)
        {
            await _cluster.Admin.DeleteAsync(kind, null, name, CancellationToken.None);
        }

        await Argo.DisposeAsync();
        await Apps.DisposeAsync();
        _directory.Dispose();
    }

    private async Task ApplyAsync(string file, GrantedRight? without, CancellationToken cancellationToken)
    {
        foreach (var document in RbacManifests.Read(file))
        {
            if (without?.File == file)
            {
                RbacManifests.Remove(document, without);
            }

            Rename(document);
            var kind = KindOf(RbacManifests.Kind(document));
            var @namespace = (string?)document["metadata"]!["namespace"];
            if (@namespace is null)
            {
                _clusterWide.Add((kind, RbacManifests.Name(document)));
            }

            await _cluster.Admin.ApplyAsync(kind, @namespace, RbacManifests.Name(document), document, "release-tests", force: false, cancellationToken);
        }
    }

    /// <summary>Each run has names of its own, so that several can share a cluster.</summary>
    private void Rename(JsonObject document)
    {
        var metadata = document["metadata"]!.AsObject();
        if (metadata["namespace"] is { } @namespace)
        {
            metadata["namespace"] = Renamed((string)@namespace!);
        }
        else
        {
            metadata["name"] = RbacManifests.Kind(document) == "Namespace" ? Renamed(RbacManifests.Name(document)) : Suffixed(RbacManifests.Name(document));
        }

        if (document["roleRef"] is JsonObject role && (string?)role["kind"] == "ClusterRole")
        {
            role["name"] = Suffixed((string)role["name"]!);
        }

        foreach (var subject in document["subjects"]?.AsArray() ?? [])
        {
            subject!["namespace"] = Renamed((string)subject["namespace"]!);
        }
    }

    private string Suffixed(string name) => $"{name}-{_suffix}";

    private string Renamed(string @namespace) => @namespace switch
    {
        "release" => Home,
        "apps" => Apps.Name,
        "cluster-services" => Argo.Name,
        _ => throw new InvalidOperationException($"The manifests name a namespace that docs/clusters.md does not: {@namespace}."),
    };

    private static ResourceKind<TestObject> KindOf(string kind) => kind switch
    {
        "Namespace" => TestKinds.Kind("", "v1", "namespaces"),
        "ServiceAccount" => TestKinds.ServiceAccounts,
        "Role" or "RoleBinding" or "ClusterRole" or "ClusterRoleBinding" => TestKinds.Kind("rbac.authorization.k8s.io", "v1", kind.ToLowerInvariant() + "s"),
        _ => throw new InvalidOperationException($"The manifests make a {kind}, which grants nothing."),
    };

    private async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        var answer = await _cluster.Admin.CreateAsync(
            TestKinds.Kind("", "v1", "serviceaccounts/release/token"), Home,
            new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject { ["expirationSeconds"] = 3600 } },
            cancellationToken);
        return answer!.At("status", "token").GetString()!;
    }

    private async Task WriteKubeconfigAsync(string token, CancellationToken cancellationToken)
    {
        var connection = _cluster.Connection();
        var cluster = new JsonObject { ["server"] = connection.Server.ToString() };
        if (connection.Authority is { } authority)
        {
            cluster["certificate-authority-data"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(authority.Read()));
        }

        if (connection.TlsServerName is { } name)
        {
            cluster["tls-server-name"] = name;
        }

        // JSON is YAML too.
        var kubeconfig = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["clusters"] = new JsonArray(new JsonObject { ["name"] = "cluster", ["cluster"] = cluster }),
            ["users"] = new JsonArray(new JsonObject { ["name"] = "release", ["user"] = new JsonObject { ["token"] = token } }),
            ["contexts"] = new JsonArray(new JsonObject
            {
                ["name"] = ClusterUnderTest.Environment.Value,
                ["context"] = new JsonObject { ["cluster"] = "cluster", ["user"] = "release" },
            }),
        };
        await File.WriteAllTextAsync(KubeconfigPath, kubeconfig.ToJsonString(), cancellationToken);
    }

    /// <summary>An API server takes a moment to know of new roles; each question is a round trip, so this is no busy loop.</summary>
    private async Task WaitForAsync(ClusterClient client, IReadOnlyList<GrantedRight> rights, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Observation.Limit, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        foreach (var right in rights)
        {
            while (!await MayAsync(client, right.Verb, right.Group, right.Resource, right.IsClusterWide ? null : NamespaceOf(right), both.Token))
            {
                both.Token.ThrowIfCancellationRequested();
            }
        }
    }
}
