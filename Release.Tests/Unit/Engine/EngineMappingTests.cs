using System.Text.Json;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Core.Pipeline;
using Release.Integrations.Engine;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Tests.Unit.Engine;

/// <summary>A Deployment in Argo CD's words, and what the rules of contracts §7 make of it, one condition after the other.</summary>
public sealed class EngineMappingTests
{
    private const string Commit = "9f83e630e631c65c5b405cc32d23020a673339f4";

    private static readonly ImageTag V2 = ImageTag.Parse("v2");
    private static readonly DateTimeOffset Applied = new(2026, 11, 22, 9, 41, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Applied.AddMinutes(1);

    [Fact]
    public void What_release_applied_and_rolled_out_has_landed()
    {
        var application = Map(Deployment());

        application.ImageTag.ShouldBe(V2);
        (application.SyncStatus.State, application.Revision, application.HealthStatus.State).ShouldBe((SyncStatus.Synced, Commit, HealthStatus.Healthy));
        application.Operation.ShouldNotBeNull().ShouldSatisfyAllConditions(
            operation => operation.Phase.ShouldBe(OperationPhase.Succeeded),
            operation => operation.Revision.ShouldBe(Commit),
            operation => operation.FinishedAt.ShouldBe(Applied));
        NotSynced(application).ShouldBeNull();
        NotRolledOut(application).ShouldBeNull();
    }

    [Fact]
    public void A_Deployment_that_release_never_set_has_no_version() =>
        Map(Deployment(wanted: null)).ShouldSatisfyAllConditions(
            application => application.ImageTag.ShouldBeNull(),
            application => application.SyncStatus.ShouldBe(SyncStatus.Unknown),
            application => application.Operation.ShouldBeNull(),
            application => NotSynced(application).ShouldBe("Waiting for Release to see v2 for publisher (it has no version)"));

    [Fact]
    public void An_image_that_somebody_changed_is_out_of_sync_and_says_who()
    {
        var application = Map(Deployment(image: "r/o/publisher:v1", holder: "kubectl-set"));

        application.SyncStatus.ShouldBe(SyncStatus.OutOfSync);
        application.Conditions.ShouldBe(["ForeignChangeError: kubectl-set set the image to v1 at 2026-11-22T09:45:00Z"]);
        NotSynced(application).ShouldBe("publisher is OutOfSync (ForeignChangeError: kubectl-set set the image to v1 at 2026-11-22T09:45:00Z)");
    }

    [Fact]
    public void Another_commit_is_not_ours() =>
        NotSynced(Map(Deployment(commit: "0000000"))).ShouldBe("publisher is Synced at 0000000, which does not have our commit");

    [Fact]
    public void A_spec_that_the_controller_has_not_seen_is_not_healthy() =>
        NotRolledOut(Map(Deployment(status: """{"observedGeneration":4,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":2}"""))).ShouldBe("publisher is Progressing");

    [Theory]
    [InlineData("""{"observedGeneration":5,"replicas":2,"updatedReplicas":1,"availableReplicas":2}""", HealthStatus.Progressing)]
    [InlineData("""{"observedGeneration":5,"replicas":3,"updatedReplicas":2,"availableReplicas":3}""", HealthStatus.Progressing)]
    [InlineData("""{"observedGeneration":5,"replicas":2,"updatedReplicas":2,"availableReplicas":1}""", HealthStatus.Progressing)]
    [InlineData("""{"observedGeneration":5,"replicas":2,"updatedReplicas":1,"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded"}]}""", HealthStatus.Degraded)]
    [InlineData("""{"observedGeneration":5,"replicas":2,"updatedReplicas":2,"availableReplicas":2}""", HealthStatus.Healthy)]
    [InlineData("""{}""", HealthStatus.Progressing)]
    public void Health_is_assessed_as_Argo_does(string status, HealthStatus health) =>
        Map(Deployment(status: status)).HealthStatus.ShouldBe(health);

    [Fact]
    public void Health_is_of_the_moment_after_whatever_was_applied()
    {
        EngineMapping.Map(Deployment(), "apps", Now).AssessedAt.ShouldBe(Now);

        // The cluster's clock may be ahead of ours.
        EngineMapping.Map(Deployment(), "apps", Applied.AddMinutes(-1)).AssessedAt.ShouldBe(Applied);
    }

    [Fact]
    public void Whom_release_overruled_is_told() =>
        Map(Deployment(takenOver: "helm, kubectl-edit")).Note.ShouldBe("took the image over from helm, kubectl-edit");

    private static SyncedApplication Map(KubernetesDeployment deployment) => EngineMapping.Map(deployment, "apps", Now);

    private static string? NotSynced(SyncedApplication application) =>
        RolloutVerification.NotSynced(EnvironmentEngine.Kubernetes, [application], V2, revision => revision == Commit, operationMustContainCommit: true);

    private static string? NotRolledOut(SyncedApplication application)
    {
        var workload = new WorkloadState([new RolloutStatus("publisher", "apps", V2, true, 1, 1, 1, 1, 0, null)], [new PodStatus("a", "apps", V2, true, null)]);
        return RolloutVerification.NotRolledOut(EnvironmentEngine.Kubernetes, [application], workload, V2);
    }

    private static KubernetesDeployment Deployment(
        string? wanted = "v2", string commit = Commit, string image = "r/o/publisher:v2", string holder = "release", string? takenOver = null, string? status = null)
    {
        var marks = wanted is null ? "" : $$"""
            "release.dev/wanted-version":"{{wanted}}","release.dev/config-commit":"{{commit}}","release.dev/taken-over-from":"{{takenOver}}"
            """;
        const string Image = """{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"app\"}":{".":{},"f:image":{},"f:name":{}}}}}}}""";
        var release = holder == "release" ? Image : """{"f:metadata":{"f:annotations":{}}}""";
        var other = holder == "release" ? "" : $$"""
            ,{"manager":"{{holder}}","operation":"Update","time":"2026-11-22T09:45:00Z","fieldsType":"FieldsV1","fieldsV1":{{Image}}}
            """;
        const string Rolled = """{"observedGeneration":5,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":2}""";
        var json = $$$"""
            {"metadata":{"name":"publisher","namespace":"apps","generation":5,"annotations":{ {{{marks}}} },
              "managedFields":[
                {"manager":"release","operation":"Apply","time":"2026-11-22T09:41:00Z","fieldsV1":{{{release}}} },
                {"manager":"kube-controller-manager","operation":"Update","subresource":"status","time":"2026-11-22T09:59:00Z","fieldsV1":{"f:status":{} } }{{{other}}}]},
             "spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"app","image":"{{{image}}}"},{"name":"sidecar","image":"r/o/proxy:v9"}]} } },
             "status":{{{status ?? Rolled}}} }
            """;
        return JsonSerializer.Deserialize(json, ResourceKinds.Deployments.TypeInfo)!;
    }
}
