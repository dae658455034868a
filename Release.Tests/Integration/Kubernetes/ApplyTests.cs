using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Tests.Integration.Clusters;

namespace Release.Tests.Integration.Kubernetes;

/// <summary>Server-side apply, as kubernetes.io describes it, against the cluster under test.</summary>
public sealed class ApplyTests(ClusterUnderTest cluster) : IClassFixture<ClusterUnderTest>
{
    [Fact]
    public async Task Who_applies_owns_what_it_says_and_others_fields_need_force()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var apps = await cluster.NamespaceAsync(stop);
        await cluster.Admin.ApplyAsync(
            ResourceKinds.Deployments, apps.Name, "web", Manifests.Deployment("web", "registry.test/o/web:v1", 2), "somebody", force: false, stop);

        var conflict = await Should.ThrowAsync<KubernetesConflictException>(() => ApplyAsync("v2", force: false));
        var field = conflict.Conflicts.ShouldHaveSingleItem();
        field.Manager.ShouldBe("somebody");
        field.Field.ShouldBe(""".spec.template.spec.containers[name="app"].image""");
        conflict.AlreadyExists.ShouldBeFalse();

        var applied = await ApplyAsync("v2", force: true);
        applied!.Spec!.Template!.Spec!.First!.Image.ShouldBe("registry.test/o/web:v2");
        applied.Spec.Replicas.ShouldBe(2);
        var mine = applied.Metadata.ManagedFields!.Single(entry => entry is { Manager: "release", Operation: "Apply" });
        mine.FieldsV1!.Value.ToString().ShouldContain("f:image");
        mine.Time.ShouldNotBeNull();

        (await ApplyAsync("v2", force: false))!.Metadata.Generation.ShouldBe(applied.Metadata.Generation);

        Task<Release.Integrations.Kubernetes.Objects.KubernetesDeployment?> ApplyAsync(string tag, bool force) => cluster.Admin.ApplyAsync(
            ResourceKinds.Deployments, apps.Name, "web",
            Manifests.Parse($$"""
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},
                 "spec":{"template":{"spec":{"containers":[{"name":"app","image":"registry.test/o/web:{{tag}}"}]} } } }
                """),
            "release", force, stop);
    }
}
