using System.Text.Json.Nodes;
using Release.Core.Deployments;
using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.SmokeTests;

namespace Release.Tests.Integration.Clusters;

/// <summary>Argo Workflows of smoke tests against Argo's own definition; the tests play Argo by writing the status.</summary>
public sealed class SmokeTestWorkflowTests(ClusterUnderTest cluster) : IClassFixture<ClusterUnderTest>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_makes_one_Workflow_of_the_template()
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);

        (await tests.RunAnewAsync(Cancel)).Message.ShouldContain("waits for Argo to start it");
        var made = await OnlyAsync(apps);
        made.Metadata.Label("release.dev/run").ShouldBe("run-1");
        made.At("spec", "workflowTemplateRef", "name").GetString().ShouldBe("smoke-test");
        made.At("spec", "arguments", "parameters").EnumerateArray().Select(parameter => $"{parameter.GetProperty("name")}={parameter.GetProperty("value")}")
            .ShouldBe(["application=publisher", "environment=integration", "version=v2"]);
        made.At("spec", "activeDeadlineSeconds").GetInt32().ShouldBe(600);
    }

    [Fact]
    public async Task It_is_followed_until_it_succeeds()
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);

        await WriteAsync(apps, "Running", node: "Running");
        var running = await tests.RunAsync(Cancel);
        await WriteAsync(apps, "Succeeded", node: "Succeeded", exitCode: "0");
        var ended = await tests.EndAsync(Cancel);

        running.Outcome.ShouldBe(SmokeTestOutcome.Running);
        running.Message.ShouldStartWith("Argo runs e2e of workflow smoke-test-publisher-");
        running.Tasks.ShouldHaveSingleItem().Phase.ShouldBe(StepTaskPhase.Running);
        ended.Outcome.ShouldBe(SmokeTestOutcome.Passed);
    }

    [Theory]
    [InlineData("Failed", "Failed", "1", null, SmokeTestOutcome.Failed, "exit code 1 in e2e")]
    [InlineData("Failed", "Failed", "2", null, SmokeTestOutcome.CouldNotRun, "exit code 2")]
    [InlineData("Error", "Error", null, "pod deleted", SmokeTestOutcome.CouldNotRun, "pod deleted")]
    [InlineData("Failed", "Failed", "1", "Max duration limit exceeded", SmokeTestOutcome.CouldNotRun, "did not end within 600 seconds")]
    public async Task Its_end_is_told_by_phase_and_exit_code(string phase, string node, string? exitCode, string? message, SmokeTestOutcome outcome, string words)
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);
        await WriteAsync(apps, phase, node, exitCode, message);

        var result = await tests.Anew().EndAsync(Cancel);

        result.Outcome.ShouldBe(outcome);
        result.Message.ShouldContain(words);
    }

    [Fact]
    public async Task A_template_that_is_missing_could_not_run()
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);
        await WriteAsync(apps, "Error", message: "workflowtemplates.argoproj.io \"smoke-test\" not found");

        var result = await tests.EndAsync(Cancel);

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("\"smoke-test\" not found");
    }

    [Fact]
    public async Task The_exit_code_is_read_from_the_pod_where_Argo_did_not_note_it()
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);
        var workflow = (await OnlyAsync(apps)).Metadata.Name;
        var pod = await cluster.Admin.CreateAsync(ResourceKinds.Pods, apps.Name, Pod(workflow), Cancel);
        await cluster.Kubelet.ExitAsync(pod!, 1, Cancel);
        await WriteAsync(apps, "Failed", node: "Failed");

        (await tests.EndAsync(Cancel)).Message.ShouldStartWith("The smoke tests failed (exit code 1 in e2e)");
    }

    [Fact]
    public async Task A_node_whose_image_cannot_be_pulled_ends_the_run_and_its_Workflow()
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);
        await WriteAsync(apps, "Running", node: "Pending", nodeMessage: "ImagePullBackOff: Back-off pulling image \"registry.test/tests:v2\"");

        (await tests.RunAsync(Cancel)).Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);

        await Observation.UntilAsync(cluster.Admin, WorkflowResourceKinds.Workflows, new ObjectSelection(apps.Name), workflows => workflows.Count == 0, Cancel);
    }

    private SmokeTestsUnderTest Tests(TestNamespace apps) =>
        new(cluster, new SmokeTestOptions { Kind = "Workflow", Workflow = { Template = "smoke-test", Namespace = apps.Name } });

    private async Task<TestObject> OnlyAsync(TestNamespace apps) =>
        (await cluster.Admin.ListAsync(TestKinds.Kind("argoproj.io", "v1alpha1", "workflows"), new ObjectSelection(apps.Name), Cancel)).Items.ShouldHaveSingleItem();

    /// <summary>The definition has no status subresource: Argo patches the object itself.</summary>
    private async Task WriteAsync(
        TestNamespace apps, string phase, string? node = null, string? exitCode = null, string? message = null, string? nodeMessage = null)
    {
        var name = (await OnlyAsync(apps)).Metadata.Name;
        var status = new JsonObject { ["phase"] = phase, ["startedAt"] = "2026-11-22T12:00:00Z", ["finishedAt"] = null };
        if (message is not null)
        {
            status["message"] = message;
        }

        if (node is not null)
        {
            status["nodes"] = new JsonObject { [name] = Node(name, node, exitCode, nodeMessage) };
        }

        await cluster.Admin.MergePatchAsync(WorkflowResourceKinds.Workflows, apps.Name, name, new JsonObject { ["status"] = status }, Cancel);
    }

    private static JsonObject Node(string name, string phase, string? exitCode, string? message)
    {
        var node = new JsonObject
        {
            ["id"] = name,
            ["name"] = name,
            ["displayName"] = "e2e",
            ["type"] = "Pod",
            ["templateName"] = "main",
            ["phase"] = phase,
            ["startedAt"] = "2026-11-22T12:00:01Z",
        };
        if (exitCode is not null)
        {
            node["outputs"] = new JsonObject { ["exitCode"] = exitCode };
        }

        if (message is not null)
        {
            node["message"] = message;
        }

        return node;
    }

    private static JsonObject Pod(string workflow) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = workflow,
            ["labels"] = new JsonObject { ["workflows.argoproj.io/workflow"] = workflow },
            ["annotations"] = new JsonObject { ["workflows.argoproj.io/node-name"] = workflow, ["workflows.argoproj.io/node-id"] = workflow },
        },
        ["spec"] = new JsonObject
        {
            ["restartPolicy"] = "Never",
            ["containers"] = new JsonArray(
                new JsonObject { ["name"] = "main", ["image"] = "registry.test/tests:v2" }, new JsonObject { ["name"] = "wait", ["image"] = "registry.test/argoexec:1" }),
        },
    };
}
