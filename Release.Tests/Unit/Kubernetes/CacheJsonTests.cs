using System.Text;
using System.Text.Json;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Tests.Unit.Kubernetes;

/// <summary>What the watches' caches read and what they leave out.</summary>
public sealed class CacheJsonTests
{
    private const string Item = """
        {"metadata":{"name":"publisher","namespace":"apps","labels":{"app":"publisher"},
        "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"kind\":\"Deployment\"}","imageTag":"v1"},
        "managedFields":[{"manager":"kubectl","operation":"Update","fieldsV1":{"f:spec":{"f:replicas":{}}}}],"generation":3},
        "spec":{"replicas":2}}
        """;

    /// <param name="count">One fits into the serializer's first look at an answer (16 kB), five hundred do not.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public async Task A_list_of_any_length_is_read_without_what_nobody_asks_the_cache_for(int count)
    {
        var list = $$"""{"kind":"DeploymentList","metadata":{"resourceVersion":"7"},"items":[{{string.Join(',', Enumerable.Repeat(Item, count))}}]}""";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(list));

        var read = await JsonSerializer.DeserializeAsync(stream, ResourceKinds.Deployments.ForCache().ListTypeInfo, TestContext.Current.CancellationToken);

        var items = read!.Items.ShouldNotBeNull();
        items.Count.ShouldBe(count);
        foreach (var metadata in items.Select(item => item.Metadata))
        {
            (metadata.Name, metadata.Generation, metadata.Label("app"), metadata.Annotation("imageTag")).ShouldBe(("publisher", 3L, "publisher", "v1"));
            metadata.ManagedFields.ShouldBeNull("they are larger than all the rest");
            metadata.Annotation("kubectl.kubernetes.io/last-applied-configuration").ShouldBeNull();
            metadata.Labels.ShouldBeSameAs(items[0].Metadata.Labels, "pods of one Deployment have the same ones");
        }
    }

    [Fact]
    public void A_pod_keeps_what_the_board_counts_and_not_how_its_containers_fare()
    {
        const string Json = """
            {"metadata":{"name":"web-1","ownerReferences":[{"kind":"ReplicaSet","name":"web","uid":"1","controller":true}],"creationTimestamp":"2026-11-30T12:00:00Z"},
            "spec":{"containers":[{"name":"app","image":"registry.test/o/web:v2"}]},
            "status":{"phase":"Running","containerStatuses":[{"name":"app","ready":true,"restartCount":3}],"conditions":[{"type":"Ready","status":"True"}]}}
            """;
        var cached = JsonSerializer.Deserialize(Json, ResourceKinds.Pods.ForCache().TypeInfo)!;
        (cached.IsReady, cached.HasEnded, PodMapping.TagOf(cached)!.Value, cached.Metadata.CreationTimestamp).ShouldBe((true, false, "v2", new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero)));
        (cached.Metadata.OwnerReferences, cached.Status!.ContainerStatuses).ShouldBe((null, null));

        var asked = JsonSerializer.Deserialize(Json, ResourceKinds.Pods.TypeInfo)!;
        asked.Metadata.OwnerReferences!.Count.ShouldBe(1);
        asked.Status!.ContainerStatuses!.Count.ShouldBe(1);
    }
}
