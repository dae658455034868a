using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Pipeline;
using Release.Integrations.SmokeTests;
using Release.Tests.Support.SmokeTests;

namespace Release.Tests.Unit.SmokeTests;

public sealed class SmokeTestOptionsTests
{
    private static readonly ApplicationName Publisher = ApplicationName.Parse("publisher");
    private static readonly EnvironmentName Staging = EnvironmentName.Parse("staging");

    private readonly SmokeTestOptions _options = new();

    [Fact]
    public void The_most_particular_setting_counts_and_what_it_leaves_out_is_looked_for_further_out()
    {
        _options.Job.Image = "tests:1";
        _options.Job.EnvironmentVariables = Describe(("A", "usual"), ("B", "usual"));
        _options.Overrides["staging"] = new() { Kind = "Job", Job = { DeadlineSeconds = 60, EnvironmentVariables = Describe(("B", "staging")) } };
        _options.Overrides["publisher"] = new() { Kind = "Workflow", Workflow = { Template = "e2e" }, Job = { Arguments = ["publisher"] } };
        _options.Overrides["publisher/staging"] = new() { Kind = "Job", Job = { TemplateFile = "job.yaml" } };

        var cell = SmokeTestSettings.Of(_options, Publisher, Staging);
        (cell.Kind, cell.Job.Image, cell.Job.TemplateFile, cell.Job.Times.Deadline).ShouldBe((SmokeTestKind.Job, null, "job.yaml", TimeSpan.FromMinutes(1)));
        cell.Job.Arguments.ShouldBe(["publisher"]);
        cell.Job.EnvironmentVariables.ShouldBe(Describe(("B", "staging"), ("A", "usual")), ignoreOrder: true);
        cell.Workflow.Template.ShouldBe("e2e");
        SmokeTestSettings.Of(_options, Publisher, EnvironmentName.Parse("production")).Kind.ShouldBe(SmokeTestKind.Workflow);
        SmokeTestSettings.Of(_options, ApplicationName.Parse("frontend"), Staging).Kind.ShouldBe(SmokeTestKind.Job);
        SmokeTestSettings.Of(_options, ApplicationName.Parse("frontend"), EnvironmentName.Parse("production")).Kind.ShouldBe(SmokeTestKind.Http);
    }

    [Fact]
    public async Task None_passes_and_says_so()
    {
        _options.Kind = "None";

        var result = await new SmokeTestRouter([], Fixed.Options(_options))
            .RunAsync(new Cell(Publisher, Staging), ImageTag.Parse("v1"), "run", TestContext.Current.CancellationToken);

        (result.Outcome, result.Message).ShouldBe((SmokeTestOutcome.Passed, "No smoke tests are set up for publisher in staging"));
    }

    [Fact]
    public void Each_mistake_is_named_with_its_remedy()
    {
        Problems(options => options.Kind = "Pod").ShouldBe("Release:SmokeTests:Kind is 'Pod': give one of Http, Job, Workflow, None.");
        Problems(options => options.Kind = "Job").ShouldContain("Release:SmokeTests:Job:Image is not set, but the Kind for any application in integration is Job: give an image or a TemplateFile");
        Problems(options => options.Kind = "Workflow").ShouldContain("Release:SmokeTests:Workflow:Template is not set");
        Problems(options => options.Job.Image = "-v").ShouldContain("Job:Image is '-v'");
        Problems(options => options.Job.Image = "tests:{tag}").ShouldContain("its placeholders are {application}");
        Problems(options => (options.Job.Image, options.Job.TemplateFile) = ("tests:1", "job.yaml")).ShouldContain("Job:TemplateFile is set together with Image");
        Problems(options => options.Job.Requests = Describe(("memory", "lots"))).ShouldContain("Job:Requests:memory is 'lots': give a quantity");
        Problems(options => options.Job.EnvironmentVariables = Describe(("1A", ""))).ShouldContain("EnvironmentVariables:1A is not a valid variable name");
        Problems(options => options.Job.Namespace = "a/b").ShouldContain("Job:Namespace is 'a/b'");
        Problems(options => options.Job.DeadlineSeconds = 0).ShouldContain("Job:DeadlineSeconds is 0: give a number from 1 to 86400");
        Problems(options => options.Workflow.Template = "Not A Name").ShouldContain("Workflow:Template is 'Not A Name'");
        Problems(options => options.Workflow.Parameters = Describe(("a b", ""))).ShouldContain("Parameters:a b is not a valid parameter name");
        Problems(options => options.Overrides["a/b/c"] = new()).ShouldContain("Overrides:a/b/c names neither an application nor an environment");
        Problems(options => options.Overrides["publisher/nowhere"] = new()).ShouldContain("'nowhere', which does not exist: give one of integration, staging");
        Problems(options => options.Overrides["publisher"] = new() { Kind = "job" }).ShouldContain("the Kind for publisher in integration is Job");
        Problems(options => options.Overrides["staging"] = new() { Kind = "Job", Job = { TemplateFile = "/nowhere.yaml" } }).ShouldContain("any application in staging: The smoke tests' manifest /nowhere.yaml cannot be read");
        Problems(options =>
        {
            options.Overrides["staging"] = new() { Kind = "Job" };
            options.Job.Image = "ghcr.io/alphagov/tests:{version}";
        }).ShouldBe("");
    }

    private static string Problems(Action<SmokeTestOptions> change)
    {
        var options = new SmokeTestOptions();
        change(options);
        var environments = new EnvironmentOrder([new DeploymentEnvironment(EnvironmentName.Parse("integration")), new DeploymentEnvironment(Staging)]);
        return new SmokeTestOptionsValidator(environments).Validate(null, options).FailureMessage ?? "";
    }

    private static Dictionary<string, string> Describe(params (string Name, string Value)[] words) =>
        words.ToDictionary(word => word.Name, word => word.Value, StringComparer.Ordinal);
}
