using System.Text.Json.Nodes;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Integrations.SmokeTests;
using Release.Tests.Support;

namespace Release.Tests.Integration.SmokeTests;

public sealed class JobManifestTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Options_give_a_Job_that_runs_once_and_ends_by_itself()
    {
        var job = JobManifest.Of(Run(), new SmokeTestSettings.JobPart
        {
            Image = "registry.test/tests:{version}",
            Arguments = ["--grep", "@app-{application}", "${HOME} {\"a\":1} {other}"],
            EnvironmentVariables = new Dictionary<string, string>(StringComparer.Ordinal) { ["BASE"] = "http://{application}.{namespace}" },
            Requests = new Dictionary<string, string>(StringComparer.Ordinal) { ["cpu"] = "500m" },
            Times = SmokeTestSettings.RunTimes.Of(120, null, 60),
        });

        (Text(job["apiVersion"]), Text(job["kind"])).ShouldBe(("batch/v1", "Job"));
        var spec = job["spec"]!;
        (Number(spec["backoffLimit"]), Number(spec["activeDeadlineSeconds"]), Number(spec["ttlSecondsAfterFinished"])).ShouldBe((0, 120, 60));
        var pod = spec["template"]!["spec"]!;
        Text(pod["restartPolicy"]).ShouldBe("Never");
        pod["automountServiceAccountToken"]!.GetValue<bool>().ShouldBeFalse();
        var container = pod["containers"]![0]!;
        Text(container["image"]).ShouldBe("registry.test/tests:v2");
        container["args"]!.AsArray().Select(Text).ShouldBe(["--grep", "@app-publisher", "${HOME} {\"a\":1} {other}"]);
        container["env"]!.AsArray().Select(variable => $"{variable!["name"]}={variable["value"]}")
            .ShouldBe(["APPLICATION=publisher", "ENVIRONMENT=staging", "VERSION=v2", "BASE=http://publisher.apps"]);
        Text(container["resources"]!["requests"]!["cpu"]).ShouldBe("500m");
        foreach (var labelled in new[] { job["metadata"], spec["template"]!["metadata"] })
        {
            labelled!["labels"]!.AsObject().ToDictionary(label => label.Key, label => Text(label.Value)!, StringComparer.Ordinal).ShouldBe(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["app.kubernetes.io/managed-by"] = "release",
                ["app.kubernetes.io/component"] = "smoke-test",
                ["release.dev/application"] = "publisher",
                ["release.dev/environment"] = "staging",
                ["release.dev/run"] = "run-1",
            }, ignoreOrder: true);
        }
    }

    [Fact]
    public void A_manifest_keeps_what_is_its_own_and_gets_what_is_Releases()
    {
        var job = JobManifest.Of(Run(), Manifest("""
            apiVersion: batch/v1
            kind: Job
            metadata:
              generateName: e2e-
              labels: { team: publishing, app.govuk/repository-name: publisher }
            spec:
              backoffLimit: 6
              template:
                spec:
                  serviceAccountName: e2e
                  restartPolicy: OnFailure
                  containers:
                    - name: sidecar
                      image: proxy:1
                    - name: e2e
                      image: "tests:{version}"
                      args: ["{application}", 'true', true, 0x1, 1.5, "1"]
                      env:
                        - name: VERSION
                          value: "mine"
            """) with { Container = "e2e" });

        Text(job["metadata"]!["name"]).ShouldBe(Run().Name);
        job["metadata"]!.AsObject().ContainsKey("generateName").ShouldBeFalse();
        Text(job["metadata"]!["labels"]!["team"]).ShouldBe("publishing");
        job["metadata"]!["labels"]!.AsObject().ContainsKey("app.govuk/repository-name").ShouldBeFalse("its pod would count as one of the application's");
        Number(job["spec"]!["backoffLimit"]).ShouldBe(0);
        var pod = job["spec"]!["template"]!["spec"]!;
        (Text(pod["restartPolicy"]), Text(pod["serviceAccountName"])).ShouldBe(("Never", "e2e"));
        pod["containers"]![0]!.AsObject().ContainsKey("env").ShouldBeFalse();
        var container = pod["containers"]![1]!;
        container["args"]!.ToJsonString().ShouldBe("""["publisher","true",true,"0x1",1.5,"1"]""");
        container["env"]!.AsArray().Select(variable => $"{variable!["name"]}={variable["value"]}").ShouldBe(["APPLICATION=publisher", "ENVIRONMENT=staging", "VERSION=mine"]);
    }

    [Theory]
    [InlineData("apiVersion: batch/v1\nkind: Job\nspec: { template: { spec: { containers: [{ name: a, image: {version} }] } } }", "quotes")]
    [InlineData("apiVersion: batch/v1\nkind: Job\nmetadata: { labels: { \"x-{application}\": a } }", "is only allowed in values")]
    [InlineData("apiVersion: v1\nkind: Pod", "batch/v1 and kind Job")]
    [InlineData("apiVersion: batch/v1\nkind: Job", "has no container")]
    [InlineData("apiVersion: batch/v1\nkind: Job\nmetadata: { namespace: other }", "leave out the namespace")]
    [InlineData("apiVersion: batch/v1\nkind: Job\nspec: { parallelism: 2 }", "completions and parallelism")]
    [InlineData("a: 1\n---\nb: 2", "2 documents")]
    [InlineData("a: [", "is not YAML (line")]
    public void A_manifest_that_cannot_work_is_refused_in_words(string yaml, string words) =>
        Should.Throw<SmokeTestSetupException>(() => JobManifest.Of(Run(), Manifest(yaml))).Message.ShouldContain(words);

    [Fact]
    public void A_manifest_that_is_not_there_is_named() =>
        Should.Throw<SmokeTestSetupException>(() => JobManifest.Of(Run(), new SmokeTestSettings.JobPart { TemplateFile = "/nowhere/job.yaml" }))
            .Message.ShouldContain("/nowhere/job.yaml cannot be read");

    [Theory]
    [InlineData("publisher")]
    [InlineData("Some_Thing.With-Dots.and.a.Name.That.goes.on.and.on.and.on.and.on.and.on.and.on.for.ever-")]
    public void Names_and_labels_are_valid_and_belong_to_one_run(string application)
    {
        var run = Run(application);

        run.Name.Length.ShouldBeLessThanOrEqualTo(57, "a pod adds -xxxxx, and the name is a label's value");
        run.Name.ShouldMatch(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?\z");
        foreach (var value in run.Labels.Values)
        {
            value.ShouldMatch(@"\A[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?\z");
        }

        Run(application).Name.ShouldBe(run.Name);
        Run(application, "run-2").Name.ShouldNotBe(run.Name);
        Run(application, environment: "production").Name.ShouldNotBe(run.Name);
    }

    public void Dispose() => _directory.Dispose();

    private static SmokeTestRun Run(string application = "publisher", string run = "run-1", string environment = "staging") =>
        new(new Cell(ApplicationName.Parse(application), EnvironmentName.Parse(environment)), ImageTag.Parse("v2"), run, "apps", null);

    private SmokeTestSettings.JobPart Manifest(string yaml)
    {
        var path = Path.Combine(_directory.Path, "job.yaml");
        File.WriteAllText(path, yaml);
        return new SmokeTestSettings.JobPart { TemplateFile = path };
    }

    private static string? Text(JsonNode? node) => node?.ToString();

    private static long Number(JsonNode? node) => long.Parse(node!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
