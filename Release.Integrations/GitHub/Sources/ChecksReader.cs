using System.Net;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Sources;

/// <summary>The CI result of a commit, from both of GitHub's sources: commit statuses and check runs.</summary>
internal sealed class ChecksReader(GitHubApi api)
{
    private const int MostPages = 5;

    public async Task<CheckState> ReadAsync(SourceRepository repository, CommitSha commit, CancellationToken cancellationToken)
    {
        var what = $"the checks of {commit.Short} in {repository}";
        var statuses = await api.FindAsync(
            GitHubRoutes.Statuses, what, client => new Octokit.CommitStatusClient(client).GetCombined(repository.Owner, repository.Name, commit.Value)!, cancellationToken);
        if (statuses is null)
        {
            return CheckState.Unknown;
        }

        var states = new List<CheckState>();
        if (statuses.TotalCount > 0)
        {
            // With no statuses GitHub says "pending", so it is ignored.
            states.Add(Map(statuses.State.StringValue));
        }

        var runs = await api.FindAsync(
            GitHubRoutes.CheckRuns, what,
            client => client.PagesAsync<CheckRunsPage>([repository.Owner, repository.Name, commit.Value], MostPages, ("per_page", "100")),
            cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Conflict);
        states.AddRange((runs ?? []).SelectMany(page => page.CheckRuns).Select(Map));
        return Together(states);
    }

    private static CheckState Together(List<CheckState> states) =>
        states.Contains(CheckState.Failed) ? CheckState.Failed
        : states.Contains(CheckState.Pending) ? CheckState.Pending
        : states.Count > 0 ? CheckState.Passed
        : CheckState.None;

    private static CheckState Map(string state) => state switch
    {
        "success" => CheckState.Passed,
        "failure" or "error" => CheckState.Failed,
        _ => CheckState.Pending,
    };

    private static CheckState Map(CheckRunsPage.Run run) => run switch
    {
        { Status: not "completed" } => CheckState.Pending,
        { Conclusion: "success" or "neutral" or "skipped" } => CheckState.Passed,
        _ => CheckState.Failed,
    };
}
