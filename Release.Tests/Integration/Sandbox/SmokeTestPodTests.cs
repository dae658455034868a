using System.Text.Json.Nodes;
using Release.Sandbox.Faults;

namespace Release.Tests.Integration.Sandbox;

public sealed class SmokeTestPodTests
{
    private const string Workflows = "/apis/argoproj.io/v1alpha1/namespaces/apps/workflows";

    [Theory]
    [InlineData(null, 0, "3 passed")]
    [InlineData(Misbehaviour.FailingSmokeTest, 1, "Error: expect(locator)")]
    [InlineData(Misbehaviour.BrokenSmokeTest, 2, "browserType.launch")]
    public async Task A_job_of_smoke_tests_ends_as_the_version_behaves(Misbehaviour? misbehaviour, int exitCode, string words)
    {
        await using var sandbox = await StartAsync(misbehaviour);

        var (job, pod) = await RunJobAsync(sandbox, "test-1");
        var log = await sandbox.GetTextAsync($"{Paths.Pods}/{pod["metadata"]!["name"]}/log");

        job["status"]!["conditions"]![1]!["type"].Text().ShouldBe(exitCode == 0 ? "Complete" : "Failed");
        pod["status"]!["phase"].Text().ShouldBe(exitCode == 0 ? "Succeeded" : "Failed");
        ExitCode(pod).ShouldBe(exitCode);
        pod["metadata"]!["labels"]!["batch.kubernetes.io/controller-uid"].Text().ShouldBe(job["metadata"]!["uid"].Text());
        log.ShouldStartWith("> playwright test --grep @app-publisher\n");
        log.ShouldContain(words);
    }

    [Fact]
    public async Task A_flaky_smoke_test_passes_in_its_second_pod()
    {
        await using var sandbox = await StartAsync(Misbehaviour.FlakySmokeTest);

        var (_, first) = await RunJobAsync(sandbox, "test-1");
        var (_, second) = await RunJobAsync(sandbox, "test-2");

        ExitCode(first).ShouldBe(1);
        ExitCode(second).ShouldBe(0);
    }

    [Fact]
    public async Task An_endless_smoke_test_goes_with_its_job()
    {
        await using var sandbox = await StartAsync(Misbehaviour.EndlessSmokeTest);
        await sandbox.SendAsync(HttpMethod.Post, Paths.Jobs, Job("test-1", "\"activeDeadlineSeconds\":1,"));

        var job = (await sandbox.WatchUntilAsync(Paths.Jobs, "fieldSelector=metadata.name%3Dtest-1", IsEnded))[^1];

        job["status"]!["conditions"]![1]!["reason"].Text().ShouldBe("DeadlineExceeded");
        (await sandbox.GetAsync($"{Paths.Pods}?labelSelector=job-name%3Dtest-1"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "Succeeded", "0")]
    [InlineData(Misbehaviour.FailingSmokeTest, "Failed", "1")]
    [InlineData(Misbehaviour.BrokenSmokeTest, "Failed", "2")]
    public async Task A_workflow_of_smoke_tests_ends_as_the_version_behaves(Misbehaviour? misbehaviour, string phase, string exitCode)
    {
        await using var sandbox = await StartAsync(misbehaviour);
        await sandbox.SendAsync(HttpMethod.Post, Workflows, Workflow("run-1", "smoke-test"));

        var workflow = (await sandbox.WatchUntilAsync(Workflows, "", item => item["status"]?["phase"].Text() == phase))[^1];

        var status = workflow["status"]!;
        var node = status["nodes"]!.AsObject().Select(pair => pair.Value!).Single(node => node["type"].Text() == "Pod");
        node["phase"].Text().ShouldBe(phase);
        node["displayName"].Text().ShouldBe("playwright");
        node["outputs"]!["exitCode"].Text().ShouldBe(exitCode);
        status["finishedAt"].Text().ShouldNotBeEmpty();
        status["progress"].Text().ShouldBe(phase == "Succeeded" ? "1/1" : "0/1");
        workflow["metadata"]!["labels"]!["workflows.argoproj.io/phase"].Text().ShouldBe(phase);
        workflow["metadata"]!["labels"]!["workflows.argoproj.io/completed"].Text().ShouldBe("true");
        var pod = (await sandbox.GetAsync($"{Paths.Pods}?labelSelector=workflows.argoproj.io/workflow%3Drun-1"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        pod["spec"]!["containers"]!.AsArray().Select(container => container!["name"].Text()).ShouldBe(["wait", "main"]);
        (await sandbox.GetTextAsync($"{Paths.Pods}/{pod["metadata"]!["name"]}/log?container=main")).ShouldContain("@app-publisher");
    }

    [Theory]
    [InlineData("nothing", "smoke-test", "")]
    [InlineData("endless", "smoke-test", "Stopped with strategy 'Terminate'")]
    [InlineData("unknown", "other", "workflowtemplates.argoproj.io \"other\" not found")]
    public async Task A_workflow_that_is_stopped_or_cannot_start_says_so(string name, string template, string message)
    {
        await using var sandbox = await StartAsync(Misbehaviour.EndlessSmokeTest);
        await sandbox.SendAsync(HttpMethod.Post, Workflows, Workflow(name, template));
        if (message.Length == 0)
        {
            var running = (await sandbox.WatchUntilAsync(Workflows, "", item => Node(item)?["phase"].Text() == "Running"))[^1];
            running["status"]!["phase"].Text().ShouldBe("Running");
            return;
        }

        await sandbox.SendAsync(HttpMethod.Patch, $"{Workflows}/{name}", """{"spec":{"shutdown":"Terminate"}}""", "application/merge-patch+json");
        var ended = (await sandbox.WatchUntilAsync(Workflows, "", item => item["status"]?["finishedAt"] is not null))[^1];

        ended["status"]!["message"].Text().ShouldBe(message);
        (await sandbox.GetAsync($"{Paths.Pods}?labelSelector=workflows.argoproj.io/workflow%3D{name}"))["items"]!.AsArray().ShouldBeEmpty();
    }

    private static async Task<SandboxUnderTest> StartAsync(Misbehaviour? misbehaviour)
    {
        var sandbox = await SandboxUnderTest.StartAsync();
        if (misbehaviour is { } fault)
        {
            await sandbox.World.Faults.SetAsync(new MisbehaviourRule("publisher", fault, "v1366"), sandbox.Cancelled);
        }

        return sandbox;
    }

    private static async Task<(JsonNode Job, JsonNode Pod)> RunJobAsync(SandboxUnderTest sandbox, string name)
    {
        await sandbox.SendAsync(HttpMethod.Post, Paths.Jobs, Job(name, ""));
        var job = (await sandbox.WatchUntilAsync(Paths.Jobs, $"fieldSelector=metadata.name%3D{name}", IsEnded))[^1];
        return (job, (await sandbox.GetAsync($"{Paths.Pods}?labelSelector=job-name%3D{name}"))["items"]![0]!);
    }

    private static bool IsEnded(JsonNode job) => job["status"]?["conditions"] is JsonArray { Count: 2 };

    private static int ExitCode(JsonNode pod) => pod["status"]!["containerStatuses"]![0]!["state"]!["terminated"]!["exitCode"]!.GetValue<int>();

    private static JsonNode? Node(JsonNode workflow) =>
        (workflow["status"]?["nodes"] as JsonObject)?.Select(pair => pair.Value).SingleOrDefault(node => node!["type"].Text() == "Pod");

    private static string Job(string name, string fields) =>
        """
        {"metadata":{"name":"NAME"},"spec":{FIELDS"backoffLimit":0,"template":{"metadata":{"labels":{"app.kubernetes.io/component":"smoke-test"}},
        "spec":{"restartPolicy":"Never","containers":[{"name":"smoke-test","image":"ghcr.io/example/e2e-tests:latest","env":[{"name":"APPLICATION","value":"publisher"}]}]}}}}
        """.Replace("NAME", name, StringComparison.Ordinal).Replace("FIELDS", fields, StringComparison.Ordinal);

    private static string Workflow(string name, string template) =>
        """
        {"metadata":{"name":"NAME"},"spec":{"workflowTemplateRef":{"name":"TEMPLATE"},"arguments":{"parameters":[{"name":"application","value":"publisher"}]}}}
        """.Replace("NAME", name, StringComparison.Ordinal).Replace("TEMPLATE", template, StringComparison.Ordinal);
}
