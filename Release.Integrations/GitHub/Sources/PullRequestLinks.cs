using Microsoft.Extensions.Logging;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Sources;

/// <summary>
/// By which pull request each commit came. Three ways, the cheapest first, because a deployment may bring hundreds of
/// commits: GitHub's merge and squash buttons write the number into the message; what such a merge's second parent brought
/// came by the same one; and only for the rest (rebased or pushed by hand) one GraphQL question for a hundred commits each,
/// which costs a single point of that quota.
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
            // The commits are what counts; a link to a pull request can be missing.
            Log.Missing(logger, repository, exception.Message);
            return new Links(pulls, IsComplete: false);
        }
    }

    /// <summary>What the messages and the shape of the history say.</summary>
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

    /// <summary>A commit and all before it, as far as they are listed.</summary>
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

    /// <param name="IsComplete">False where GitHub could not be asked for some.</param>
    internal sealed record Links(IReadOnlyDictionary<CommitSha, PullRequestReference> Pulls, bool IsComplete);

    private static partial class Log
    {
        [LoggerMessage(4420, LogLevel.Information, "Some commits of {Repository} are shown without their pull request: {Why}")]
        public static partial void Missing(ILogger logger, SourceRepository repository, string why);
    }
}
