using System.Globalization;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Json;

namespace Release.Sandbox.GitHub.GraphQl;

/// <content>Pull requests.</content>
internal sealed partial class GitHubSchema
{
    private void DescribePulls()
    {
        var label = new GraphType("Label").Scalar<string>("name", name => name).Scalar<string>("color", _ => "0366d6").Scalar<string>("id", name => Ids.Node("Label", name));
        _pullRequest.Scalar<PullNode>("id", node => Ids.Node("PullRequest", node.Pull.Number.ToString(CultureInfo.InvariantCulture)))
            .Scalar<PullNode>("number", node => node.Pull.Number)
            .Scalar<PullNode>("title", node => node.Pull.Title)
            .Scalar<PullNode>("body", node => node.Pull.Body)
            .Scalar<PullNode>("url", node => PullJson.PageOf(node.In.Call, node.In.Repository, node.Pull))
            .Scalar<PullNode>("state", node => StateOf(node))
            .Scalar<PullNode>("merged", node => node.Pull.MergedAt is not null)
            .Scalar<PullNode>("closed", node => !node.Pull.Open)
            .Scalar<PullNode>("isDraft", _ => false)
            .Scalar<PullNode>("createdAt", node => Times.Iso(node.Pull.CreatedAt))
            .Scalar<PullNode>("updatedAt", node => Times.Iso(node.Pull.UpdatedAt))
            .Scalar<PullNode>("closedAt", node => Times.Iso(node.Pull.ClosedAt))
            .Scalar<PullNode>("mergedAt", node => Times.Iso(node.Pull.MergedAt))
            .Scalar<PullNode>("headRefName", node => node.Pull.HeadBranch)
            .Scalar<PullNode>("headRefOid", node => node.Pull.HeadSha)
            .Scalar<PullNode>("baseRefName", node => node.Pull.BaseBranch)
            .Object<PullNode>("author", _actor, node => Actor(node, node.Pull.Author))
            .Object<PullNode>("mergedBy", _actor, node => Actor(node, node.Pull.MergedBy))
            .Object<PullNode>("mergeCommit", _commit, node => node.Pull.MergeCommitSha is { } sha ? new CommitNode(node.In, node.In.Repository.Objects.Commit(sha)) : null)
            .Object<PullNode>("labels", Connection("Label", label), (node, arguments) => new GraphConnection(node.Pull.Labels, arguments), [.. GraphConnection.Arguments, "orderBy"]);
    }

    private static GraphConnection ListPulls(RepositoryNode node, GraphArguments arguments)
    {
        var (states, labels) = (arguments.List("states"), arguments.List("labels"));
        var pulls = node.Repository.Pulls.All.Select(pull => new PullNode(node, pull))
            .Where(pull => states.Count == 0 || states.Contains(StateOf(pull)))
            .Where(pull => labels.Count == 0 || labels.Any(pull.Pull.Labels.Contains))
            .Where(pull => arguments.Text("headRefName") is not { } head || pull.Pull.HeadBranch == head)
            .Where(pull => arguments.Text("baseRefName") is not { } into || pull.Pull.BaseBranch == into);
        pulls = arguments.Text("orderBy", "field") switch
        {
            "UPDATED_AT" => pulls.OrderBy(pull => pull.Pull.UpdatedAt),
            _ => pulls.OrderBy(pull => pull.Pull.CreatedAt),
        };
        return new GraphConnection(arguments.Text("orderBy", "direction") == "DESC" ? pulls.Reverse().ToList() : pulls.ToList(), arguments);
    }

    private static string StateOf(PullNode node) => node.Pull.Open ? "OPEN" : node.Pull.MergedAt is null ? "CLOSED" : "MERGED";

    private static UserNode? Actor(PullNode node, string? login) =>
        login is not null && People.Find(login) is { } person ? new UserNode(node.In.Call, person) : null;
}
