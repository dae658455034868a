using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Release.Integrations.Kubernetes.Connection;

namespace Release.Tests.Integration.Clusters;

/// <summary>A namespace of a test's own.</summary>
internal sealed class TestNamespace : IAsyncDisposable
{
    private readonly ClusterClient _admin;

    private TestNamespace(ClusterClient admin, string name) => (_admin, Name) = (admin, name);

    /// <summary>For example <c>release-test-0a1b2c3d</c>.</summary>
    public string Name { get; }

    public static async Task<TestNamespace> CreateAsync(ClusterClient admin, CancellationToken cancellationToken)
    {
        var created = new TestNamespace(admin, $"release-test-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
        await admin.CreateAsync(
            TestKinds.Namespaces, null,
            new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = created.Name } }, cancellationToken);
        await created.WaitForServiceAccountAsync(cancellationToken);
        return created;
    }

    public override string ToString() => Name;

    public async ValueTask DisposeAsync() => await _admin.DeleteAsync(TestKinds.Namespaces, null, Name, CancellationToken.None);

    /// <summary>
    /// Pods are refused until the controller manager has made the namespace's default service account and, on servers that
    /// still make a Secret for each (before 1.24), that too; an old account shows whether this server does.
    /// </summary>
    private async Task WaitForServiceAccountAsync(CancellationToken cancellationToken)
    {
        var old = await _admin.GetAsync(TestKinds.ServiceAccounts, "default", "default", cancellationToken);
        var needsSecret = old is not null && HasSecret(old);
        await Observation.UntilAsync(
            _admin, TestKinds.ServiceAccounts, Name, "default", account => !needsSecret || HasSecret(account), cancellationToken);
    }

    private static bool HasSecret(TestObject account) => account.At("secrets") is { ValueKind: JsonValueKind.Array } secrets && secrets.GetArrayLength() > 0;
}
