using System.Net;
using Release.Core.Failures;
using Release.Core.Pipeline;
using Release.Tests.Support.Kubernetes;
using Release.Tests.Support.SmokeTests;

namespace Release.Tests.Unit.SmokeTests;

public sealed class JobSmokeTestsTests : IDisposable
{
    private readonly ScriptedCluster _cluster = new();

    public JobSmokeTestsTests()
    {
        _cluster.Options.Kind = "Job";
        _cluster.Options.Job.Image = "tests:1";
    }

    [Fact]
    public async Task A_run_is_begun_once_however_often_it_is_asked_for()
    {
        var first = await _cluster.RunAsync();
        await _cluster.RunAsync();
        await _cluster.RunAnewAsync();

        first.Outcome.ShouldBe(SmokeTestOutcome.Running);
        first.LookAgainAfter.ShouldNotBeNull();
        _cluster.Seen.Count(request => request.Method == HttpMethod.Post).ShouldBe(1);
        _cluster.Only["metadata"]!["name"]!.ToString().ShouldStartWith("smoke-test-publisher-");
    }

    [Fact]
    public async Task Exit_code_0_has_passed_with_its_whole_output()
    {
        await _cluster.RunAsync();
        _cluster.Status(Statuses.Complete);
        _cluster.PodsShown.Add(Statuses.Ended(0, "Completed"));
        _cluster.Logs["tests-1"] = "3 passed\n";

        var result = await _cluster.RunAsync();

        (result.Outcome, result.Message, result.Output, result.FailingLine).ShouldBe((SmokeTestOutcome.Passed, "The smoke tests passed", "3 passed\n", null));
    }

    [Fact]
    public async Task Exit_code_1_has_failed_and_the_failing_line_is_found()
    {
        await _cluster.RunAsync();
        _cluster.Status(Statuses.Failed);
        _cluster.PodsShown.Add(Statuses.Ended(1));
        _cluster.Logs["tests-1"] = "ok 1\nError: expected 200, received 500\n1 failed\n";

        var result = await _cluster.RunAnewAsync();

        (result.Outcome, result.Message, result.FailingLine).ShouldBe((SmokeTestOutcome.Failed, "The smoke tests failed (exit code 1)", 1));
    }

    [Theory]
    [InlineData(2, "Error", "", "exit code 2")]
    [InlineData(137, "Error", "", "killed (signal 9)")]
    [InlineData(143, "Error", "", "signal 15")]
    [InlineData(137, "OOMKilled", "", "more memory")]
    [InlineData(1, "OOMKilled", "", "OOMKilled")]
    [InlineData(127, "Error", "", "command was not found")]
    [InlineData(1, "Error", ",\"reason\":\"Evicted\",\"message\":\"The node was low on resource: memory.\"", "evicted from its node: The node was low")]
    [InlineData(1, "Error", ""","conditions":[{"type":"DisruptionTarget","status":"True","reason":"PreemptionByScheduler"}]""", "PreemptionByScheduler")]
    [InlineData(0, "Completed", ",\"message\":\"a sidecar failed\"", "exit code 0, but their pod failed: a sidecar failed")]
    public async Task Any_other_end_of_the_pod_could_not_run(int code, string reason, string more, string words)
    {
        await _cluster.RunAsync();
        _cluster.Status(Statuses.Failed);
        _cluster.PodsShown.Add(Statuses.Ended(code, reason, more));
        _cluster.Logs["tests-1"] = "hm";

        var result = await _cluster.RunAsync();

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain(words);
        result.Output.ShouldBe("hm");
    }

    [Fact]
    public async Task An_init_container_that_fails_is_no_failure_of_the_tests()
    {
        await _cluster.RunAsync();
        _cluster.Status(Statuses.Failed);
        _cluster.PodsShown.Add(Statuses.Pod("""{"phase":"Failed","initContainerStatuses":[{"name":"fetch","state":{"terminated":{"exitCode":1,"reason":"Error"}}}],"containerStatuses":[{"name":"smoke-test","state":{"waiting":{"reason":"PodInitializing"}}}]}"""));

        var result = await _cluster.RunAsync();

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("container fetch ended with exit code 1");
    }

    [Fact]
    public async Task While_it_runs_the_end_of_the_output_is_shown_and_kept_when_the_deadline_ends_it()
    {
        await _cluster.RunAsync();
        _cluster.PodsShown.Add(Statuses.Running);
        _cluster.Logs["tests-1"] = "waiting for the page\n";
        var running = await _cluster.RunAsync();

        // Kubernetes deletes the pod at the deadline, and its log with it.
        _cluster.PodsShown.Clear();
        _cluster.Status(Statuses.TooLong);
        var ended = await _cluster.RunAsync();

        (running.Outcome, running.Message, running.Output).ShouldBe((SmokeTestOutcome.Running, "The smoke tests run in pod tests-1", "waiting for the page\n"));
        (ended.Outcome, ended.Output).ShouldBe((SmokeTestOutcome.CouldNotRun, "waiting for the page\n"));
        ended.Message.ShouldContain("did not end within 600 seconds");
        ended.Message.ShouldContain("pod is gone");
    }

    [Theory]
    [InlineData("ImagePullBackOff", "Back-off pulling image \\\"tests:1\\\"", "The image cannot be pulled")]
    [InlineData("ErrImagePull", "tests:1: not found", "tests:1: not found")]
    [InlineData("CreateContainerConfigError", "secret \\\"keys\\\" not found", "secret \"keys\" not found")]
    public async Task A_pod_that_cannot_start_ends_the_run_early_and_says_the_same_when_asked_again(string reason, string message, string words)
    {
        await _cluster.RunAsync();
        _cluster.PodsShown.Add(Statuses.Waiting(reason, message));

        var result = await _cluster.RunAsync();

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain(words);
        _cluster.Objects.ShouldBeEmpty();
        (await _cluster.RunAsync()).ShouldBe(result);
        _cluster.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pod_without_a_node_says_why_and_is_given_up_after_a_while()
    {
        await _cluster.RunAsync();
        _cluster.PodsShown.Add(Statuses.Unschedulable);
        var waiting = await _cluster.RunAsync();
        _cluster.Time.Advance(TimeSpan.FromSeconds(181));
        var ended = await _cluster.RunAsync();

        waiting.Outcome.ShouldBe(SmokeTestOutcome.Running);
        waiting.Message.ShouldBe("Pod tests-1 waits for a node: 0/3 nodes are available: 3 Insufficient cpu");
        ended.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        ended.Message.ShouldContain("did not start within 180 seconds. Pod tests-1 waits for a node: 0/3 nodes");
        _cluster.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pod_that_the_deadline_took_away_is_not_waited_for()
    {
        await _cluster.RunAsync();
        _cluster.PodsShown.Add(Statuses.Running);
        await _cluster.RunAsync();
        _cluster.PodsShown.Clear();
        _cluster.Time.Advance(TimeSpan.FromSeconds(601));
        var between = await _cluster.RunAsync();
        _cluster.Status(Statuses.TooLong);

        between.Outcome.ShouldBe(SmokeTestOutcome.Running, between.Message);
        (await _cluster.RunAsync()).Message.ShouldStartWith("The smoke tests did not end within 600 seconds and were stopped. ");
    }

    [Fact]
    public async Task What_held_a_run_up_is_said_when_the_deadline_ends_it()
    {
        await _cluster.RunAsync();
        _cluster.PodsShown.Add(Statuses.Waiting("ContainerCreating", "volume keys cannot be mounted"));
        await _cluster.RunAsync();
        _cluster.Status(Statuses.TooLong);
        _cluster.PodsShown.Clear();

        (await _cluster.RunAsync()).Message.ShouldContain("before that: Pod tests-1 is being started: volume keys cannot be mounted");
    }

    [Fact]
    public async Task A_pod_that_cannot_be_made_says_why()
    {
        await _cluster.RunAsync();
        var name = _cluster.Only["metadata"]!["name"]!.ToString();
        _cluster.Events.Add($$"""{"metadata":{"name":"e"},"involvedObject":{"kind":"Job","name":"{{name}}"},"reason":"FailedCreate","message":"exceeded quota: compute"}""");

        (await _cluster.RunAsync()).Message.ShouldBe("The pod of the smoke tests cannot be created: exceeded quota: compute");
    }

    [Fact]
    public async Task A_Job_that_somebody_deletes_could_not_run_and_is_not_made_again()
    {
        await _cluster.RunAsync();
        _cluster.Objects.Clear();

        var result = await _cluster.RunAsync();

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("was deleted before the smoke tests had ended");
        _cluster.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_Job_that_is_being_deleted_could_not_run_unless_it_has_ended()
    {
        await _cluster.RunAsync();
        _cluster.Only["metadata"]!["deletionTimestamp"] = "2026-11-22T12:01:00Z";
        (await _cluster.RunAsync()).Message.ShouldContain("was deleted before");

        _cluster.Status(Statuses.Complete);
        (await _cluster.RunAsync()).Outcome.ShouldBe(SmokeTestOutcome.Passed);
    }

    [Fact]
    public async Task A_Job_of_the_same_name_that_is_not_this_runs_is_left_alone()
    {
        await _cluster.RunAsync();
        _cluster.Only["metadata"]!["labels"]!["release.dev/run"] = "another";
        (await _cluster.RunAnewAsync()).Message.ShouldContain("belongs to the run another, not to this run (run-1)");

        _cluster.Only["metadata"]!["labels"] = null;
        (await _cluster.RunAnewAsync()).Message.ShouldContain("was not created by Release");

        _cluster.Objects.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_Job_that_somebody_made_again_is_not_taken_for_the_runs_own()
    {
        await _cluster.RunAsync();
        _cluster.Only["metadata"]!["uid"] = "another";

        (await _cluster.RunAsync()).Message.ShouldContain("created again by somebody else");
    }

    [Fact]
    public async Task Two_that_begin_at_once_make_one_Job()
    {
        var asked = 0;
        _cluster.Trouble = request =>
        {
            // Between the look and the making, the other one was faster.
            if (request.Method == HttpMethod.Get && request.Path.StartsWith(ScriptedCluster.Jobs + "/", StringComparison.Ordinal) && asked++ == 0)
            {
                _cluster.Trouble = _ => null;
                _cluster.RunAnewAsync().GetAwaiter().GetResult();
                return FakeCluster.Refusal(HttpStatusCode.NotFound, "NotFound", "not found");
            }

            return null;
        };

        (await _cluster.RunAsync()).Outcome.ShouldBe(SmokeTestOutcome.Running);
        _cluster.Objects.Count.ShouldBe(1);
        _cluster.Seen.Count(request => request.Method == HttpMethod.Delete).ShouldBe(0);
    }

    [Fact]
    public async Task A_making_whose_answer_is_lost_is_found_again()
    {
        _cluster.Trouble = request =>
        {
            if (request.Method != HttpMethod.Post)
            {
                return null;
            }

            // The server made it, then the connection broke in the middle of its answer.
            _cluster.Trouble = _ => null;
            _cluster.RunAnewAsync().GetAwaiter().GetResult();
            return FakeCluster.Json("""{"metadata":{"na""");
        };

        (await Should.ThrowAsync<OutsideException>(() => _cluster.RunAsync())).Kind.ShouldBe(FailureKind.Network);
        (await _cluster.RunAsync()).Outcome.ShouldBe(SmokeTestOutcome.Running);
        _cluster.Objects.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_new_run_takes_away_the_older_ones_of_its_cell_alone()
    {
        await _cluster.RunAsync("run-1");
        var other = ScriptedCluster.Publisher with { Application = Release.Core.Applications.ApplicationName.Parse("frontend") };
        await _cluster.RunAsync("run-1", cell: other);

        await _cluster.RunAsync("run-2");

        _cluster.Objects.Values.Select(job => $"{job["metadata"]!["labels"]!["release.dev/application"]} {job["metadata"]!["labels"]!["release.dev/run"]}")
            .ShouldBe(["frontend run-1", "publisher run-2"], ignoreOrder: true);
    }

    [Fact]
    public async Task Flaky_tests_could_not_run_and_pass_in_another_run()
    {
        await _cluster.RunAsync("run-1");
        _cluster.Status(Statuses.Failed);
        _cluster.PodsShown.Add(Statuses.Ended(2));
        (await _cluster.RunAsync("run-1")).Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);

        _cluster.PodsShown.Clear();
        (await _cluster.RunAsync("run-2")).Outcome.ShouldBe(SmokeTestOutcome.Running);
        _cluster.Status(Statuses.Complete);
        (await _cluster.RunAsync("run-2")).Outcome.ShouldBe(SmokeTestOutcome.Passed);
    }

    [Fact]
    public async Task A_result_without_a_log_is_right_and_says_so()
    {
        await _cluster.RunAsync();
        _cluster.Status(Statuses.Failed);
        _cluster.PodsShown.Add(Statuses.Ended(1));

        var result = await _cluster.RunAsync();

        result.Outcome.ShouldBe(SmokeTestOutcome.Failed);
        result.Message.ShouldBe("The smoke tests failed (exit code 1). Their output could not be read: the cluster has no log of pod tests-1");
    }

    [Fact]
    public async Task A_log_that_may_come_back_is_asked_for_again_but_not_for_ever()
    {
        await _cluster.RunAsync();
        _cluster.Status(Statuses.Complete);
        _cluster.PodsShown.Add(Statuses.Ended(0, "Completed"));
        _cluster.Trouble = request => request.Path.EndsWith("/log", StringComparison.Ordinal)
            ? FakeCluster.Refusal(HttpStatusCode.InternalServerError, "InternalError", "dial tcp: connection refused") : null;

        (await _cluster.RunAsync()).Outcome.ShouldBe(SmokeTestOutcome.Running);
        (await _cluster.RunAsync()).Outcome.ShouldBe(SmokeTestOutcome.Running);
        var result = await _cluster.RunAsync();

        result.Outcome.ShouldBe(SmokeTestOutcome.Passed);
        result.Message.ShouldContain("could not be read");
        result.Message.ShouldContain("connection refused");
    }

    [Fact]
    public async Task Only_the_end_of_a_long_output_is_kept()
    {
        _cluster.Options.MaxOutputKilobytes = 1;
        await _cluster.RunAsync();
        _cluster.Status(Statuses.Complete);
        _cluster.PodsShown.Add(Statuses.Ended(0, "Completed"));
        _cluster.Logs["tests-1"] = string.Concat(Enumerable.Range(0, 1000).Select(line => $"line {line} is fine\n"));

        var output = (await _cluster.RunAsync()).Output;

        output.ShouldStartWith("(only the last 1 kB are kept)\nline ");
        output.ShouldEndWith("line 999 is fine\n");
        output.Length.ShouldBeLessThan(1100);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, FailureKind.Permission)]
    [InlineData(HttpStatusCode.InternalServerError, FailureKind.Network)]
    public async Task A_cluster_that_refuses_is_an_error_and_not_a_result(HttpStatusCode status, FailureKind kind)
    {
        _cluster.Trouble = request => request.Method == HttpMethod.Post ? FakeCluster.Refusal(status, "No", "cannot create resource jobs") : null;

        var thrown = await Should.ThrowAsync<OutsideException>(() => _cluster.RunAsync());

        thrown.Kind.ShouldBe(kind);
        thrown.Message.ShouldContain("cannot create resource jobs");
    }

    [Fact]
    public async Task A_Job_that_the_cluster_does_not_accept_could_not_run()
    {
        _cluster.Trouble = request => request.Method == HttpMethod.Post
            ? FakeCluster.Refusal(HttpStatusCode.UnprocessableEntity, "Invalid", "Job.batch is invalid: spec.template") : null;

        var result = await _cluster.RunAsync();

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("Job.batch is invalid: spec.template");
    }

    [Fact]
    public async Task A_namespace_that_is_missing_could_not_run()
    {
        _cluster.Trouble = request => request.Method == HttpMethod.Post
            ? FakeCluster.Refusal(HttpStatusCode.NotFound, "NotFound", "namespaces apps not found") : null;

        var result = await _cluster.RunAsync();

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("namespaces apps not found");
    }

    public void Dispose() => _cluster.Dispose();
}
