using Microsoft.Extensions.Logging;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Sources;

/// <summary>
/// Finds the pull request of each commit in three ways, the cheapest first, because a deployment may have hundreds of
/// commits. GitHub's merge and squash buttons write the number into the message. The commits of such a merge's second parent
/// belong to the same pull request. Only for the rest (rebased, or pushed directly) it sends a GraphQL query for each
/// hundred commits, which costs one point of that quota.
/// </summary>
internal sealed partial class PullRequestLinks(GitHubApi api, ILogger<PullRequestLinks> logger)
{
    private const int MostAtOnce = 100;
    private const int MostQuestions = 3;

    public async Task<Links> FindAsync(SourceRepository repository, IReadOnlyList<CommitObject> commits, CancellationToken cancellationToken)
    {
        var pulls = OfMessages(commits);
        var rest = commits.Where(commit => !pulls.ContainsKey(commit.Sha)).Select(commit => commit.Sha).Distinct().ToList();
        try
        {
            foreach (var some in rest.Chunk(MostAtOnce).Take(MostQuestions))
            {
                await AskAsync(repository, some, pulls, cancellationToken);
            }

            return new Links(pulls, IsComplete: true);
        }
        catch (OutsideException exception)
        {
            // Show the commits without links rather than fail.
            Log.Missing(logger, repository, exception.Message);
            return new Links(pulls, IsComplete: false);
        }
    }

    /// <summary>The pull requests that follow from the messages and the history.</summary>
    /// <param name="commits">Oldest first.</param>
    internal static Dictionary<CommitSha, PullRequestReference> OfMessages(IReadOnlyList<CommitObject> commits)
    {
        var pulls = new Dictionary<CommitSha, PullRequestReference>();
        var bySha = new Dictionary<CommitSha, CommitObject>();
        foreach (var commit in commits)
        {
            bySha[commit.Sha] = commit;
        }

        foreach (var commit in commits)
        {
            if (CommitMessage.PullRequest(commit.Commit.Message) is { } pull)
            {
                pulls.TryAdd(commit.Sha, pull);
                if (CommitMessage.IsMerge(commit.Commit.Message) && commit.Parents is [var first, var second, ..])
                {
                    var before = Reach(first.Sha, bySha);
                    foreach (var brought in Reach(second.Sha, bySha).Where(sha => !before.Contains(sha)))
                    {
                        pulls.TryAdd(brought, pull);
                    }
                }
            }
        }

        return pulls;
    }

    /// <summary>A commit and its ancestors, as far as they are in the list.</summary>
    private static HashSet<CommitSha> Reach(CommitSha from, Dictionary<CommitSha, CommitObject> listed)
    {
        var reached = new HashSet<CommitSha>();
        var open = new Stack<CommitSha>([from]);
        while (open.TryPop(out var sha))
        {
            if (listed.TryGetValue(sha, out var commit) && reached.Add(sha))
            {
                foreach (var parent in commit.Parents ?? [])
                {
                    open.Push(parent.Sha);
                }
            }
        }

        return reached;
    }

    private async Task AskAsync(SourceRepository repository, CommitSha[] commits, Dictionary<CommitSha, PullRequestReference> pulls, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["owner"] = repository.Owner, ["name"] = repository.Name };
        var data = await api.QueryAsync<PullsData>($"the pull requests of {repository}", GraphQlQueries.Pulls(commits), variables, cancellationToken);
        foreach (var commit in commits)
        {
            if (data?.Repository?.GetValueOrDefault(GraphQlQueries.Alias(commit))?.AssociatedPullRequests?.All is [{ } pull, ..])
            {
                pulls[commit] = new PullRequestReference(pull.Number, pull.Title);
            }
        }
    }

    /// <param name="IsComplete">False if a query to GitHub failed.</param>
    internal sealed record Links(IReadOnlyDictionary<CommitSha, PullRequestReference> Pulls, bool IsComplete);

    private static partial class Log
    {
        [LoggerMessage(4420, LogLevel.Information, "Some commits of {Repository} are shown without their pull request: {Why}")]
        public static partial void Missing(ILogger logger, SourceRepository repository, string why);
    }
}
