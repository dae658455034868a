using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Tests.Integration.Clusters;

/// <summary>Kinds that only tests use.</summary>
internal static class TestKinds
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    public static ResourceKind<TestObject> ConfigMaps { get; } = Kind("", "v1", "configmaps");

    public static ResourceKind<TestObject> ServiceAccounts { get; } = Kind("", "v1", "serviceaccounts");

    public static ResourceKind<TestObject> Namespaces { get; } = Kind("", "v1", "namespaces");

    public static ResourceKind<TestObject> ReplicaSets { get; } = Kind("apps", "v1", "replicasets");

    public static ResourceKind<TestObject> Roles { get; } = Kind("rbac.authorization.k8s.io", "v1", "roles");

    public static ResourceKind<TestObject> RoleBindings { get; } = Kind("rbac.authorization.k8s.io", "v1", "rolebindings");

    /// <summary>Any kind, or, with a path such as <c>serviceaccounts/x/token</c>, any place.</summary>
    public static ResourceKind<TestObject> Kind(string group, string version, string plural) => new(
        group, version, plural,
        (JsonTypeInfo<TestObject>)Format.GetTypeInfo(typeof(TestObject)), (JsonTypeInfo<ObjectList<TestObject>>)Format.GetTypeInfo(typeof(ObjectList<TestObject>)));
}
