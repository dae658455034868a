namespace Release.Sandbox.GitHub.Runs;

/// <summary>A workflow in every application's repository.</summary>
/// <param name="Name">Display name.</param>
/// <param name="File">The file's name in <c>.github/workflows</c>.</param>
/// <param name="Job">The name of its one job.</param>
/// <param name="Steps">Steps of that job, in order.</param>
internal sealed record WorkflowFile(int Number, string Name, string File, string Job, IReadOnlyList<string> Steps)
{
    public static readonly WorkflowFile Deploy = new(1, "Deploy", "deploy.yml", "Build and publish image", ["Checkout", "Build image", "Push image", "Update image tag"]);

    public static readonly WorkflowFile Tests = new(2, "CI", "ci.yml", "Test", ["Checkout", "Run tests"]);

    public static readonly IReadOnlyList<WorkflowFile> All = [Deploy, Tests];

    public string Path => $".github/workflows/{File}";

    public static WorkflowFile Of(WorkflowRun run) => All.Single(workflow => workflow.File == run.Workflow);

    /// <summary>Stable for a repository, and different in each.</summary>
    public long IdIn(string repository)
    {
        var hash = 0L;
        foreach (var letter in repository)
        {
            hash = ((hash * 31) + letter) % 9_000_000;
        }

        return 90_000_000 + (hash * All.Count) + Number;
    }

    /// <param name="reference">A file name or an id.</param>
    public static WorkflowFile? Find(string repository, string reference) => All.FirstOrDefault(
        workflow => workflow.File == reference || workflow.IdIn(repository).ToString(System.Globalization.CultureInfo.InvariantCulture) == reference);
}
