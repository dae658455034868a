using System.Net;
using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Pipeline;
using Release.Tests.Support.Kubernetes;
using Release.Tests.Support.SmokeTests;

namespace Release.Tests.Unit.SmokeTests;

public sealed class WorkflowSmokeTestsTests : IDisposable
{
    private readonly ScriptedCluster _cluster = new();

    public WorkflowSmokeTestsTests()
    {
        _cluster.Options.Kind = "workflow";
        _cluster.Options.Workflow.Template = "smoke-test";
    }

    [Fact]
    public async Task A_workflow_is_made_once_from_its_template()
    {
        await _cluster.RunAsync();
        (await _cluster.RunAnewAsync()).Message.ShouldContain("waits for Argo to start it");

        _cluster.Seen.Count(request => request.Method == HttpMethod.Post).ShouldBe(1);
        var workflow = _cluster.Only;
        (workflow["apiVersion"]!.ToString(), workflow["kind"]!.ToString()).ShouldBe(("argoproj.io/v1alpha1", "Workflow"));
        workflow["metadata"]!["labels"]!["release.dev/run"]!.ToString().ShouldBe("run-1");
        workflow["spec"]!.ToJsonString().ShouldBe(
            """{"workflowTemplateRef":{"name":"smoke-test"},"arguments":{"parameters":[{"name":"application","value":"publisher"},{"name":"environment","value":"integration"},{"name":"version","value":"v2"}]},"activeDeadlineSeconds":600,"ttlStrategy":{"secondsAfterCompletion":3600}}""");
    }

    [Fact]
    public async Task Its_parameters_can_have_other_names()
    {
        _cluster.Options.Workflow.ClusterScope = true;
        _cluster.Options.Workflow.ServiceAccountName = "tests";
        _cluster.Options.Workflow.Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["tags"] = "@app-{application}" };

        await _cluster.RunAsync();

        var spec = _cluster.Only["spec"]!;
        spec["workflowTemplateRef"]!.ToJsonString().ShouldBe("""{"name":"smoke-test","clusterScope":true}""");
        spec["arguments"]!["parameters"]!.ToJsonString().ShouldBe("""[{"name":"tags","value":"@app-publisher"}]""");
        spec["serviceAccountName"]!.ToString().ShouldBe("tests");
    }

    [Fact]
    public async Task It_is_followed_node_by_node()
    {
        await _cluster.RunAsync();
        _cluster.Status("""{"phase":"Running","nodes":{"w":{"id":"w","name":"w","type":"Steps","phase":"Running"},"a":{"id":"a","name":"w[0].e2e","displayName":"e2e","type":"Pod","phase":"Pending","message":"Unschedulable: 0/3 nodes are available"}}}""");
        var pending = await _cluster.RunAsync();
        _cluster.Status("""{"phase":"Running","nodes":{"a":{"id":"a","name":"w[0].e2e","displayName":"e2e","type":"Pod","phase":"Running"}}}""");
        _cluster.PodsShown.Add(Pod("w-e2e-1", "w[0].e2e"));
        _cluster.Logs["w-e2e-1"] = "Running 3 tests\n";
        var running = await _cluster.RunAsync();

        (pending.Outcome, running.Outcome).ShouldBe((SmokeTestOutcome.Running, SmokeTestOutcome.Running));
        pending.Message.ShouldContain("e2e of workflow");
        pending.Message.ShouldContain("0/3 nodes are available");
        running.Message.ShouldStartWith("Argo runs e2e of workflow smoke-test-publisher-");
        running.Output.ShouldBe("Running 3 tests\n");
    }

    [Fact]
    public async Task Succeeded_has_passed_with_the_output_of_each_node()
    {
        await _cluster.RunAsync();
        _cluster.Status("""{"phase":"Succeeded","nodes":{"a":{"id":"a","name":"w[0].prepare","displayName":"prepare","type":"Pod","phase":"Succeeded"},"b":{"id":"b","name":"w[1].e2e","displayName":"e2e","type":"Pod","phase":"Succeeded"}}}""");
        _cluster.PodsShown.AddRange([Pod("b", "w[1].e2e", second: 9), Pod("a", "w[0].prepare", second: 1)]);
        (_cluster.Logs["a"], _cluster.Logs["b"]) = ("ready", "3 passed\n");

        var result = await _cluster.RunAsync();

        (result.Outcome, result.Message).ShouldBe((SmokeTestOutcome.Passed, "The smoke tests passed"));
        result.Output.ShouldBe("── prepare ──\nready\n── e2e ──\n3 passed\n");
        result.Tasks.Select(task => (task.Name, task.Phase, task.Log)).ShouldBe(
            [("e2e", StepTaskPhase.Succeeded, "3 passed\n"), ("prepare", StepTaskPhase.Succeeded, "ready")], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"phase":"Failed","message":"child 'x' failed","nodes":{"a":{"id":"a","name":"w[0].e2e","displayName":"e2e","type":"Pod","phase":"Failed","message":"Error (exit code 1)","outputs":{"exitCode":"1"}}}}""", SmokeTestOutcome.Failed, "exit code 1 in e2e")]
    [InlineData("""{"phase":"Failed","nodes":{"a":{"id":"a","name":"w","displayName":"e2e","type":"Pod","phase":"Failed","message":"main: Error (exit code 1)"}}}""", SmokeTestOutcome.Failed, "exit code 1 in e2e")]
    [InlineData("""{"phase":"Failed","nodes":{"a":{"id":"a","name":"w","displayName":"e2e","type":"Pod","phase":"Failed","message":"OOMKilled (exit code 137)","outputs":{"exitCode":"137"}}}}""", SmokeTestOutcome.CouldNotRun, "e2e ended with exit code 137: OOMKilled")]
    [InlineData("""{"phase":"Failed","nodes":{"a":{"id":"a","name":"w","displayName":"e2e","type":"Pod","phase":"Failed","outputs":{"exitCode":"2"}}}}""", SmokeTestOutcome.CouldNotRun, "exit code 2")]
    [InlineData("""{"phase":"Error","message":"workflowtemplates.argoproj.io \"smoke-test\" not found"}""", SmokeTestOutcome.CouldNotRun, "\"smoke-test\" not found")]
    [InlineData("""{"phase":"Failed","message":"invalid spec: spec.arguments.version.value is required"}""", SmokeTestOutcome.CouldNotRun, "version.value is required")]
    [InlineData("""{"phase":"Error","nodes":{"a":{"id":"a","name":"w","displayName":"e2e","type":"Pod","phase":"Error","message":"pod deleted","outputs":{"exitCode":"1"}}}}""", SmokeTestOutcome.CouldNotRun, "pod deleted")]
    [InlineData("""{"phase":"Failed","message":"Stopped with strategy 'Terminate'","nodes":{"a":{"id":"a","name":"w","type":"Pod","phase":"Failed","outputs":{"exitCode":"1"}}}}""", SmokeTestOutcome.CouldNotRun, "stopped by somebody")]
    [InlineData("""{"phase":"Failed","message":"Max duration limit exceeded"}""", SmokeTestOutcome.CouldNotRun, "did not end within 600 seconds")]
    [InlineData("""{"phase":"Failed","startedAt":"2026-11-22T12:00:00Z","finishedAt":"2026-11-22T12:10:01Z","nodes":{"a":{"id":"a","name":"w","type":"Pod","phase":"Failed","outputs":{"exitCode":"1"}}}}""", SmokeTestOutcome.CouldNotRun, "did not end within 600 seconds")]
    public async Task Its_end_is_told_by_exit_codes_and_reasons(string status, SmokeTestOutcome outcome, string words)
    {
        await _cluster.RunAsync();
        _cluster.Status(status);

        var result = await _cluster.RunAnewAsync();

        result.Outcome.ShouldBe(outcome);
        result.Message.ShouldContain(words);
    }

    [Fact]
    public async Task Of_a_node_that_Argo_tried_again_the_last_try_counts()
    {
        await _cluster.RunAsync();
        _cluster.Status("""
            {"phase":"Failed","nodes":{
             "r":{"id":"r","name":"w","displayName":"w","type":"Retry","phase":"Failed","children":["r0","r1"]},
             "r0":{"id":"r0","name":"w(0)","displayName":"e2e(0)","type":"Pod","phase":"Failed","outputs":{"exitCode":"1"}},
             "r1":{"id":"r1","name":"w(1)","displayName":"e2e(1)","type":"Pod","phase":"Failed","outputs":{"exitCode":"3"}}}}
            """);

        var result = await _cluster.RunAsync();

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("e2e(1) ended with exit code 3");
    }

    [Fact]
    public async Task An_exit_handler_that_fails_is_no_failure_of_the_tests()
    {
        await _cluster.RunAsync();
        var name = _cluster.Only["metadata"]!["name"];
        _cluster.Status($$$$$"""{"phase":"Failed","nodes":{"a":{"id":"a","name":"{{{{{name}}}}}","type":"Pod","phase":"Succeeded"},"b":{"id":"b","name":"{{{{{name}}}}}.onExit","displayName":"notify","type":"Pod","phase":"Failed","outputs":{"exitCode":"1"}}}}""");

        var result = await _cluster.RunAsync();

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("exit handler failed: notify");
    }

    [Fact]
    public async Task A_node_whose_image_cannot_be_pulled_ends_the_run_early()
    {
        await _cluster.RunAsync();
        _cluster.Status("""{"phase":"Running","nodes":{"a":{"id":"a","name":"w","displayName":"e2e","type":"Pod","phase":"Pending","message":"ImagePullBackOff: Back-off pulling image \"tests:1\""}}}""");

        var result = await _cluster.RunAsync();

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("The pod of e2e cannot be started: ImagePullBackOff");
        _cluster.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_workflow_that_Argo_does_not_take_up_is_given_up()
    {
        await _cluster.RunAsync();
        _cluster.Time.Advance(TimeSpan.FromSeconds(181));

        (await _cluster.RunAsync()).Message.ShouldContain("Argo did not start the smoke tests within 180 seconds");
        _cluster.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task Logs_that_cannot_be_read_are_a_note()
    {
        await _cluster.RunAsync();
        _cluster.Status("""{"phase":"Succeeded"}""");
        (await _cluster.RunAsync()).Message.ShouldContain("could not be read: the workflow has no pods");

        _cluster.PodsShown.Add(Pod("a", "w"));
        var result = await _cluster.RunAsync();
        result.Outcome.ShouldBe(SmokeTestOutcome.Passed);
        result.Message.ShouldContain("the cluster has no log of pod a");
    }

    [Fact]
    public async Task Without_Argos_definitions_it_could_not_run()
    {
        _cluster.Trouble = request => request.Path.Contains("argoproj.io", StringComparison.Ordinal) && request.Method == HttpMethod.Post
            ? FakeCluster.Refusal(HttpStatusCode.NotFound, "NotFound", "the server could not find the requested resource") : null;

        var result = await _cluster.RunAsync();

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("Argo Workflows' Workflow definition is not installed");
    }

    [Fact]
    public async Task A_refusal_is_an_error_that_says_whose()
    {
        _cluster.Trouble = request => request.Method == HttpMethod.Post
            ? FakeCluster.Refusal(HttpStatusCode.Forbidden, "Forbidden", "workflows.argoproj.io is forbidden") : null;

        (await Should.ThrowAsync<OutsideException>(() => _cluster.RunAsync())).Kind.ShouldBe(FailureKind.Permission);
    }

    public void Dispose() => _cluster.Dispose();

    private static string Pod(string name, string node, int second = 1) => Statuses.Pod(
        """{"phase":"Running","containerStatuses":[{"name":"main","state":{"running":{}}}]}""",
        name,
        $$$""","annotations":{"workflows.argoproj.io/node-name":"{{{node}}}"},"creationTimestamp":"2026-11-22T12:00:0{{{second}}}Z" """,
        """[{"name":"main","image":"tests:1"},{"name":"wait","image":"argoexec:1"}]""");
}
