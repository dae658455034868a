using Release.Sandbox.Faults;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Checks;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Runs;
using Release.Sandbox.GitHub.Webhooks;
using Release.Sandbox.Settings;

namespace Release.Sandbox.GitHub.Actions;

/// <summary>
/// Merges a pull request and runs what follows: CI tests main, the next version is tagged and released, and its image is built.
/// Release gets a webhook for each step; the <c>release</c> webhook starts continuous deployment.
/// </summary>
internal sealed class MergePipeline(MergePipelineSetup setup, TimeProvider time)
{
    private static readonly TimeSpan TestTime = TimeSpan.FromSeconds(95);

    /// <param name="application">The repository's short name.</param>
    /// <exception cref="InvalidOperationException">There is no such repository, GitHub is away, or Release's address is not known.</exception>
    /// <exception cref="HttpRequestException">Release does not answer.</exception>
    public async Task<MergedPullRequest> RunAsync(string application, CancellationToken cancellationToken)
    {
        _ = setup.Release.AddressOf("/");
        if (setup.Faults.AwaySince is not null)
        {
            throw new InvalidOperationException("GitHub is away: end its outage first.");
        }

        var merged = await MergeAsync(application, cancellationToken);
        var commit = merged.MergeCommitSha!;
        Test(application, merged, commit);
        var version = await TagAsync(application, merged, commit, cancellationToken);
        var told = setup.Webhooks.SendReleaseAsync(application, version, merged);
        Build(application, merged, commit, version);
        var delivery = await told.WaitAsync(cancellationToken);
        return delivery.StatusCode == 0
            ? throw new HttpRequestException($"Release did not answer the webhook: {delivery.Status}. {delivery.Answer}")
            : new MergedPullRequest(application, version, delivery.StatusCode, delivery.Answer, commit, merged.Number);
    }

    private async Task<PullRequest> MergeAsync(string application, CancellationToken cancellationToken)
    {
        try
        {
            return await setup.GitHub.Repositories.MergePullRequestAsync(application, null, cancellationToken);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or ConflictException)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }

    /// <summary>Records a CI run of main that is already complete, so that merging does not take minutes.</summary>
    private void Test(string application, PullRequest merged, string commit)
    {
        var now = time.GetUtcNow();
        var run = setup.Runner.Record(Describe(WorkflowFile.Tests, application, merged, commit) with
        {
            Event = "push",
            Title = $"Merge pull request #{merged.Number} from {SandboxGitHub.Organisation}/{merged.HeadBranch}",
            CreatedAt = now - TestTime,
            Conclusion = "success",
        });
        setup.GitHub.Checks.Set(application, commit, new CheckRun(
            run.Id, $"{WorkflowFile.Tests.Name} / {WorkflowFile.Tests.Job.ToLowerInvariant()}", "completed", run.Conclusion, run.CreatedAt, now,
            $"/{SandboxGitHub.Organisation}/{application}/actions/runs/{run.Id}"));
        _ = setup.Webhooks.SendRunAsync(run, "completed");
    }

    private async Task<string> TagAsync(string application, PullRequest merged, string commit, CancellationToken cancellationToken)
    {
        var snapshot = await setup.Configuration.ReadAsync(cancellationToken);
        while (true)
        {
            // The tag may exist because somebody pushed it by hand.
            var version = setup.Versions.Next(application, snapshot);
            if (await setup.GitHub.Repositories.TagAsync(application, version, commit, cancellationToken, merged.MergedBy ?? People.Machine.Login))
            {
                return version;
            }
        }
    }

    private void Build(string application, PullRequest merged, string commit, string version) => setup.Runner.Start(
        Describe(WorkflowFile.Deploy, application, merged, commit) with
        {
            Event = "release",
            HeadBranch = version,
            Title = DeployWorkflow.TitleOf(version, setup.FirstEnvironment),
            Environment = setup.FirstEnvironment,
            GitRef = version,
            ImageTag = version,
        });

    private WorkflowRun Describe(WorkflowFile workflow, string application, PullRequest merged, string commit) => new()
    {
        Id = 0,
        Number = 0,
        Repository = application,
        Workflow = workflow.File,
        Event = "",
        HeadBranch = SandboxGitHub.DefaultBranch,
        HeadSha = commit,
        Title = merged.Title,
        Actor = merged.MergedBy ?? People.Machine.Login,
        CreatedAt = time.GetUtcNow(),
        UpdatedAt = time.GetUtcNow(),
    };
}

/// <summary>The parts that the pipeline needs.</summary>
internal sealed record MergePipelineSetup
{
    public required GitHubState GitHub { get; init; }

    public required ServiceFaults Faults { get; init; }

    public required ConfigRepository Configuration { get; init; }

    public required ReleaseNumbers Versions { get; init; }

    public required WorkflowRunner Runner { get; init; }

    public required WebhookEvents Webhooks { get; init; }

    public required ReleaseConnection Release { get; init; }

    /// <summary>The first environment that releases are deployed to.</summary>
    public required string FirstEnvironment { get; init; }
}

/// <summary>What came of merging a pull request: CI made a release and told Release about it.</summary>
/// <param name="Application">The application's repository name.</param>
/// <param name="Version">The new tag, such as <c>v1367</c>.</param>
/// <param name="StatusCode">Release's HTTP status.</param>
/// <param name="Answer">Release's body, at most 2,000 characters.</param>
/// <param name="Commit">Main's new tip, which the tag names.</param>
/// <param name="PullRequest">Its number.</param>
public sealed record MergedPullRequest(string Application, string Version, int StatusCode, string Answer, string Commit, int PullRequest);
