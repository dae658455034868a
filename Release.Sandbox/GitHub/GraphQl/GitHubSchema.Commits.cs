using System.Globalization;
using Release.Sandbox.Git.History;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Json;

namespace Release.Sandbox.GitHub.GraphQl;

/// <content>Commits, tags, who made them, and what checks say.</content>
internal sealed partial class GitHubSchema
{
    private void DescribeCommits()
    {
        _gitObject.Scalar<object>("oid", Name).Scalar<object>("abbreviatedOid", node => Name(node)[..7]).Scalar<object>("id", node => Ids.Node("Object", Name(node)))
            .Scalar<object>("commitUrl", node => CommitJson.Page(In(node).Call, In(node).Repository, Name(node)))
            .Object<object>("repository", _repository, In);
        _tag.Scalar<TagNode>("name", node => Line(node, "tag ")).Scalar<TagNode>("message", node => node.Text[(node.Text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].TrimEnd('\n'))
            .Object<TagNode>("target", _gitObject, node => Target(node.In, Line(node, "object ")));
        var actor = DescribeSignature();
        var rollup = new GraphType("StatusCheckRollup").Scalar<CommitNode>("id", node => Ids.Node("StatusCheckRollup", node.Commit.Sha))
            .Scalar<CommitNode>("state", node => node.In.Call.State.Checks.StateOf(node.In.Repository.Name, node.Commit).ToUpperInvariant());
        var history = Connection("CommitHistory", _commit);
        _commit.Scalar<CommitNode>("url", node => CommitJson.Page(node.In.Call, node.In.Repository, node.Commit.Sha))
            .Scalar<CommitNode>("message", node => node.Commit.Message)
            .Scalar<CommitNode>("messageHeadline", node => node.Commit.Headline)
            .Scalar<CommitNode>("messageBody", node => node.Commit.Message[node.Commit.Headline.Length..].TrimStart('\n'))
            .Scalar<CommitNode>("committedDate", node => Times.Iso(node.Commit.Committer.Time))
            .Scalar<CommitNode>("authoredDate", node => Times.Iso(node.Commit.Author.Time))
            .Scalar<CommitNode>("additions", node => FileSet.Of(node.In.Repository, node.Commit).Additions)
            .Scalar<CommitNode>("deletions", node => FileSet.Of(node.In.Repository, node.Commit).Deletions)
            .Scalar<CommitNode>("changedFilesIfAvailable", node => FileSet.Of(node.In.Repository, node.Commit).Count)
            .Object<CommitNode>("author", actor, node => new SignatureNode(node.In.Call, node.Commit.Author))
            .Object<CommitNode>("committer", actor, node => new SignatureNode(node.In.Call, node.Commit.Committer))
            .Object<CommitNode>("statusCheckRollup", rollup, node => node)
            .Object<CommitNode>("parents", Connection("Commit", _commit), ListParents, GraphConnection.Arguments)
            .Object<CommitNode>("history", history, ListHistory, [.. GraphConnection.Arguments, "since", "until"])
            .Object<CommitNode>("associatedPullRequests", Connection("AssociatedPullRequest", _pullRequest), ListAssociated, [.. GraphConnection.Arguments, "orderBy"]);
    }

    private GraphType DescribeSignature() => new GraphType("GitActor")
        .Scalar<SignatureNode>("name", node => node.Signature.Name)
        .Scalar<SignatureNode>("email", node => node.Signature.Email)
        .Scalar<SignatureNode>("date", node => Times.Iso(node.Signature.Time))
        .Scalar<SignatureNode>("avatarUrl", node => UserJson.Avatar(node.Call, People.FindByEmail(node.Signature.Email)?.Id ?? 0), "size")
        .Object<SignatureNode>("user", _user, node => People.FindByEmail(node.Signature.Email) is { IsBot: false } person ? new UserNode(node.Call, person) : null);

    private static GraphConnection ListParents(CommitNode node, GraphArguments arguments) =>
        new(node.Commit.Parents.Select(parent => (object)new CommitNode(node.In, node.In.Repository.Objects.Commit(parent))), arguments);

    private static GraphConnection ListHistory(CommitNode node, GraphArguments arguments)
    {
        var (since, until) = (Time("since"), Time("until"));
        return new GraphConnection(
            CommitWalk.From(node.In.Repository.Objects, node.Commit.Sha)
                .Where(commit => (since is null || commit.Committer.Time >= since) && (until is null || commit.Committer.Time <= until))
                .Select(commit => (object)new CommitNode(node.In, commit)),
            arguments);

        DateTimeOffset? Time(string name) =>
            DateTimeOffset.TryParse(arguments.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    private static GraphConnection ListAssociated(CommitNode node, GraphArguments arguments)
    {
        var pull = node.In.Repository.PullRequestOf(node.Commit.Sha);
        return new GraphConnection(pull is null ? [] : [new PullNode(node.In, pull)], arguments);
    }

    private static string Name(object node) => node is CommitNode commit ? commit.Commit.Sha : ((TagNode)node).Sha;

    private static RepositoryNode In(object node) => node is CommitNode commit ? commit.In : ((TagNode)node).In;

    private static string Line(TagNode node, string name) =>
        node.Text.Split('\n').First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];
}
