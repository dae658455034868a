using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>The part of GitHub's GraphQL schema that deployment tools read: repositories with references, commits, checks and pull requests.</summary>
internal sealed partial class GitHubSchema
{
    private readonly GraphType _pageInfo = new("PageInfo");
    private readonly GraphType _gitObject;
    private readonly GraphType _commit;
    private readonly GraphType _tag;
    private readonly GraphType _ref = new("Ref");
    private readonly GraphType _repository = new("Repository");
    private readonly GraphType _actor;
    private readonly GraphType _user;
    private readonly GraphType _bot;
    private readonly GraphType _pullRequest = new("PullRequest");

    public GitHubSchema()
    {
        _gitObject = new GraphType("GitObject") { Runtime = node => node is CommitNode ? _commit! : _tag! };
        _commit = new GraphType("Commit", _gitObject);
        _tag = new GraphType("Tag", _gitObject);
        _gitObject.Implemented(_commit, _tag);
        _actor = new GraphType("Actor") { Runtime = node => ((UserNode)node).Person.IsBot ? _bot! : _user! };
        _user = new GraphType("User", _actor);
        _bot = new GraphType("Bot", _actor);
        _actor.Implemented(_user, _bot);
        _pageInfo.Scalar<GraphConnection>("hasNextPage", page => page.HasNext).Scalar<GraphConnection>("hasPreviousPage", page => page.HasPrevious)
            .Scalar<GraphConnection>("endCursor", page => page.EndCursor).Scalar<GraphConnection>("startCursor", page => page.StartCursor);
        DescribeAccounts();
        DescribeRepository();
        DescribeRefs();
        DescribeCommits();
        DescribePulls();
        Query = DescribeQuery();
    }

    /// <summary>The query type; its value is the <see cref="GitHubRequest"/>.</summary>
    public GraphType Query { get; }

    private GraphType DescribeQuery()
    {
        var limit = new GraphType("RateLimit")
            .Scalar<RateLimit>("limit", now => now.Limit).Scalar<RateLimit>("cost", _ => 1).Scalar<RateLimit>("remaining", now => now.Remaining)
            .Scalar<RateLimit>("used", now => now.Used).Scalar<RateLimit>("resetAt", now => Times.Iso(now.Reset));
        return new GraphType("Query")
            .Object<GitHubRequest>("viewer", _user, call => new UserNode(call, call.Actor))
            .Object<GitHubRequest>("rateLimit", limit, call => call.State.Limits.Take(call.Caller, RateLimit.ResourceOf(call.Path), 0))
            .Object<GitHubRequest>("user", _user, (call, arguments) => People.Find(arguments.Text("login") ?? "") is { } person ? new UserNode(call, person) : null, "login")
            .Add("repository", new GraphField(_repository, ["owner", "name", "followRenames"], (call, arguments) => new(FindAsync((GitHubRequest)call, arguments))));
    }

    private static async Task<object?> FindAsync(GitHubRequest call, GraphArguments arguments)
    {
        var (owner, name) = (arguments.Text("owner") ?? "", arguments.Text("name") ?? "");
        return await call.State.Repositories.FindAsync(name, call.Cancelled) is { } found
            ? new RepositoryNode(call, found)
            : throw new GraphQlException($"Could not resolve to a Repository with the name '{owner}/{name}'.", arguments.Selection.Position) { Kind = "NOT_FOUND", At = arguments.Path };
    }

    private void DescribeAccounts()
    {
        _actor.Scalar<UserNode>("login", user => user.Person.Login.Replace("[bot]", "", StringComparison.Ordinal))
            .Scalar<UserNode>("url", user => $"{user.Call.Web}/{Uri.EscapeDataString(user.Person.Login)}")
            .Scalar<UserNode>("avatarUrl", user => UserJson.Avatar(user.Call, user.Person.Id), "size");
        _user.Scalar<UserNode>("name", user => user.Person.Name).Scalar<UserNode>("email", user => user.Person.Email);
        foreach (var kind in new[] { _user, _bot })
        {
            kind.Scalar<UserNode>("id", user => Ids.Node("User", user.Person.Login)).Scalar<UserNode>("databaseId", user => user.Person.Id);
        }
    }

    private void DescribeRepository()
    {
        var owner = new GraphType("RepositoryOwner").Scalar<GitHubRequest>("login", _ => SandboxGitHub.Organisation)
            .Scalar<GitHubRequest>("url", call => $"{call.Web}/{SandboxGitHub.Organisation}").Scalar<GitHubRequest>("id", _ => Ids.Node("Organization", SandboxGitHub.Organisation));
        _repository.Scalar<RepositoryNode>("id", node => Ids.Node("Repository", node.Repository.FullName))
            .Scalar<RepositoryNode>("databaseId", node => Ids.Number("repository", node.Repository.Name))
            .Scalar<RepositoryNode>("name", node => node.Repository.Name)
            .Scalar<RepositoryNode>("nameWithOwner", node => node.Repository.FullName)
            .Scalar<RepositoryNode>("url", node => RepositoryJson.Page(node.Call, node.Repository))
            .Scalar<RepositoryNode>("isPrivate", _ => false)
            .Scalar<RepositoryNode>("isArchived", _ => false)
            .Scalar<RepositoryNode>("description", _ => "A sample of Release's sandbox")
            .Scalar<RepositoryNode>("pushedAt", node => Times.Iso(node.Repository.Tip().Committer.Time))
            .Object<RepositoryNode>("owner", owner, node => node.Call)
            .Object<RepositoryNode>("defaultBranchRef", _ref, node => new RefNode(node, $"refs/heads/{SandboxGitHub.DefaultBranch}", node.Repository.Tip().Sha))
            .Object<RepositoryNode>("ref", _ref, FindRef, "qualifiedName")
            .Object<RepositoryNode>("refs", Connection("Ref", _ref), ListRefs, [.. GraphConnection.Arguments, "refPrefix", "orderBy", "query", "direction"])
            .Add("object", new GraphField(_gitObject, ["oid", "expression"], (node, arguments) => new(FindObjectAsync((RepositoryNode)node, arguments))))
            .Object<RepositoryNode>("pullRequest", _pullRequest, (node, arguments) => node.Repository.Pulls.Find(arguments.Number("number") ?? 0) is { } pull ? new PullNode(node, pull) : null, "number")
            .Object<RepositoryNode>("pullRequests", Connection("PullRequest", _pullRequest), ListPulls, [.. GraphConnection.Arguments, "states", "labels", "orderBy", "headRefName", "baseRefName"]);
    }

    private void DescribeRefs() => _ref
        .Scalar<RefNode>("id", node => Ids.Node("Ref", node.FullName))
        .Scalar<RefNode>("name", node => node.FullName[node.Prefix.Length..])
        .Scalar<RefNode>("prefix", node => node.Prefix)
        .Object<RefNode>("repository", _repository, node => node.In)
        .Object<RefNode>("target", _gitObject, node => Target(node.In, node.Sha));

    private static object? FindRef(RepositoryNode node, GraphArguments arguments)
    {
        var name = arguments.Text("qualifiedName") ?? "";
        var refs = node.Repository.Git.Refs.Read();
        return new[] { name, $"refs/heads/{name}", $"refs/tags/{name}" }.Where(refs.ContainsKey).Select(full => new RefNode(node, full, refs[full])).FirstOrDefault();
    }

    private static GraphConnection ListRefs(RepositoryNode node, GraphArguments arguments)
    {
        var prefix = arguments.Text("refPrefix") ?? "";
        var refs = node.Repository.Git.Refs.Read()
            .Where(entry => prefix.StartsWith("refs/", StringComparison.Ordinal) && entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => new RefNode(node, entry.Key, entry.Value));
        if (arguments.Text("query") is { } text)
        {
            refs = refs.Where(entry => entry.FullName[prefix.Length..].Contains(text, StringComparison.Ordinal));
        }

        if (arguments.Text("orderBy", "field") == "TAG_COMMIT_DATE")
        {
            refs = refs.OrderBy(entry => node.Repository.Git.Peel(entry.Sha)?.Committer.Time).ThenBy(entry => entry.FullName, StringComparer.Ordinal);
        }

        return new GraphConnection(arguments.Text("orderBy", "direction") == "DESC" ? refs.Reverse().ToList() : refs.ToList(), arguments);
    }

    private static async Task<object?> FindObjectAsync(RepositoryNode node, GraphArguments arguments) =>
        await node.Repository.Git.ResolveAsync(arguments.Text("oid") ?? arguments.Text("expression") ?? "", node.Call.Cancelled) is { } commit ? new CommitNode(node, commit) : null;

    private static object? Target(RepositoryNode node, string sha) => node.Repository.Objects.Find(sha) switch
    {
        { Kind: "commit" } => new CommitNode(node, node.Repository.Objects.Commit(sha)),
        { Kind: "tag" } tag => new TagNode(node, sha, System.Text.Encoding.UTF8.GetString(tag.Content)),
        _ => null,
    };

    private GraphType Connection(string name, GraphType node)
    {
        var edge = new GraphType($"{name}Edge").Scalar<GraphEdge>("cursor", found => found.Cursor).Object<GraphEdge>("node", node, found => found.Node);
        return new GraphType($"{name}Connection")
            .Scalar<GraphConnection>("totalCount", page => page.Total)
            .Object<GraphConnection>("nodes", node, page => page.Nodes)
            .Object<GraphConnection>("edges", edge, page => page.Edges)
            .Object<GraphConnection>("pageInfo", _pageInfo, page => page);
    }

    private sealed record RepositoryNode(GitHubRequest Call, AppRepository Repository);

    private sealed record RefNode(RepositoryNode In, string FullName, string Sha)
    {
        public string Prefix => FullName[..(FullName.IndexOf('/', "refs/".Length) + 1)];
    }

    private sealed record CommitNode(RepositoryNode In, GitCommit Commit);

    private sealed record TagNode(RepositoryNode In, string Sha, string Text);

    private sealed record SignatureNode(GitHubRequest Call, GitSignature Signature);

    private sealed record UserNode(GitHubRequest Call, Person Person);

    private sealed record PullNode(RepositoryNode In, PullRequest Pull);
}
