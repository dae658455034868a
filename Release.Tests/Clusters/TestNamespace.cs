using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Release.Core.Deployments;
using Release.Core.Ports;
using Release.Integrations.Kubernetes;

namespace Release.Tests.Clusters;

/// <summary>A namespace of a test's own.</summary>
internal sealed class TestNamespace : IAsyncDisposable
{
    private readonly KubernetesClient _admin;

    private TestNamespace(KubernetesClient admin, string name) => (_admin, Name) = (admin, name);

    /// <summary>For example <c>release-test-0a1b2c3d</c>.</summary>
    public string Name { get; }

    public static async Task<TestNamespace> CreateAsync(KubernetesClient admin, CancellationToken cancellationToken)
    {
        var created = new TestNamespace(admin, $"release-test-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
        await admin.CreateAsync(
            ResourceKinds.Namespaces, null,
            new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = created.Name } }, cancellationToken);
        await created.WaitForServiceAccountAsync(cancellationToken);
        return created;
    }

    public override string ToString() => Name;

    public async ValueTask DisposeAsync() => await _admin.DeleteAsync(ResourceKinds.Namespaces, null, Name, CancellationToken.None);

    /// <summary>Pods are refused until the controller manager has made the namespace's default service account.</summary>
    private async Task WaitForServiceAccountAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Observation.UntilAsync(
                _admin, TestKinds.ServiceAccounts, new ObjectSelection(Name, Fields: "metadata.name=default"), accounts => accounts.Count > 0, cancellationToken);
        }
        catch (OutsideException exception) when (exception.Kind == FailureKind.NotFound)
        {
            // A server that does not know the kind asks for none.
            TestContext.Current.SendDiagnosticMessage("No service accounts: {0}", exception.Message);
        }
    }
}
