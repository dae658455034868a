using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.GraphQl;

namespace Release.Tests.Integration.Sandbox;

/// <summary>The page's one query against the sandbox's GitHub, and what a wrong query is told.</summary>
public sealed class GitHubGraphQlTests
{
    private const string PageQuery = """
        query Page($owner: String!, $name: String!, $labels: [String!] = ["dependencies"]) {
          repository(owner: $owner, name: $name) {
            refs(refPrefix: "refs/tags/", first: 20, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) {
              nodes { name target { oid ... on Commit { committedDate } ... on Tag { target { oid ... on Commit { committedDate } } } } }
            }
            defaultBranchRef {
              name
              target {
                ... on Commit {
                  history(first: 40) {
                    pageInfo { hasNextPage endCursor }
                    nodes {
                      oid messageHeadline committedDate
                      author { name avatarUrl user { login } }
                      associatedPullRequests(first: 1) { nodes { number title url } }
                      ...Checks
                    }
                  }
                }
              }
            }
            dependencies: pullRequests(states: OPEN, labels: $labels) { totalCount }
          }
          rateLimit { remaining resetAt }
        }
        fragment Checks on Commit { statusCheckRollup { state } }
        """;

    [Theory]
    [InlineData("/graphql")]
    [InlineData("/api/graphql")]
    public async Task The_page_s_query_says_what_rest_says(string path)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);

        var reply = await AskAsync(client, PageQuery, new JsonObject { ["owner"] = "example", ["name"] = "publisher" }, path);

        reply.Status.ShouldBe(200, reply.Text);
        reply.Body["errors"].ShouldBeNull(reply.Text);
        var repository = reply.Body["data"]!["repository"]!;
        var tags = repository["refs"]!["nodes"]!.AsArray();
        tags.Count.ShouldBe(20);
        tags[0]!["name"].Text().ShouldBe("v1366");
        tags.Select(tag => tag!["target"]!["committedDate"].Text()).Reverse().ShouldBeInOrder();
        repository["dependencies"]!["totalCount"]!.GetValue<int>().ShouldBe(1);
        repository["defaultBranchRef"]!["name"].Text().ShouldBe("main");
        var history = repository["defaultBranchRef"]!["target"]!["history"]!;
        history["pageInfo"]!["hasNextPage"]!.GetValue<bool>().ShouldBeTrue();
        var nodes = history["nodes"]!.AsArray();
        var listed = (await client.ReadAsync("/repos/example/publisher/commits?per_page=40")).AsArray();
        nodes.Select(node => node!["oid"].Text()).ShouldBe(listed.Select(commit => commit!["sha"].Text()));
        nodes.ShouldContain(node => node!["associatedPullRequests"]!["nodes"]!.AsArray().Count == 1);
        nodes.ShouldContain(node => node!["author"]!["user"]!["login"].Text().Length > 0);
        nodes.Select(node => node!["statusCheckRollup"]!["state"].Text()).Distinct().ShouldBeSubsetOf(["SUCCESS", "FAILURE", "PENDING"]);
    }

    [Fact]
    public async Task Pages_lead_to_each_other_by_cursor()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var seen = new List<string>();

        for (JsonNode? cursor = null, more = true; more!.GetValue<bool>();)
        {
            var reply = await AskAsync(
                client,
                "query($after: String) { repository(owner: \"example\", name: \"publisher\") { defaultBranchRef { target { ... on Commit { history(first: 25, after: $after) { totalCount nodes { oid } pageInfo { hasNextPage endCursor } } } } } } }",
                new JsonObject { ["after"] = cursor?.DeepClone() });
            var history = reply.Body["data"]!["repository"]!["defaultBranchRef"]!["target"]!["history"]!;
            seen.AddRange(history["nodes"]!.AsArray().Select(node => node!["oid"].Text()));
            (cursor, more) = (history["pageInfo"]!["endCursor"], history["pageInfo"]!["hasNextPage"]);
            seen.Count.ShouldBeLessThanOrEqualTo(history["totalCount"]!.GetValue<int>());
        }

        seen.Distinct().Count().ShouldBe(seen.Count);
        seen.Count.ShouldBeGreaterThan(40);
    }

    [Theory]
    [InlineData("first: 5, after: \"{2}\"", "3 4 5 6 7", true, true)]
    [InlineData("first: 5, after: \"{2}\", before: \"{5}\"", "3 4", true, true)]
    [InlineData("last: 3, before: \"{8}\"", "5 6 7", true, true)]
    [InlineData("last: 3, before: \"{3}\"", "1 2", true, false)]
    [InlineData("last: 2, after: \"{2}\", before: \"{4}\"", "3", true, true)]
    [InlineData("last: 2", "99 100", false, true)]
    [InlineData("first: 0", "", true, false)]
    public void A_page_is_the_first_or_the_last_between_two_cursors(string paging, string nodes, bool next, bool previous)
    {
        for (var position = 1; position <= 8; position++)
        {
            paging = paging.Replace($"{{{position}}}", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"cursor:{position}")), StringComparison.Ordinal);
        }

        var walked = 0;
        var selection = GraphParser.Parse($"{{ numbers({paging}) {{ nodes }} }}")[0].Selections[0];
        var page = new GraphConnection(Enumerable.Range(1, 100).Select(number => (object)(walked = number)), new GraphArguments(selection.Arguments, selection, ["numbers"]));

        string.Join(' ', page.Nodes).ShouldBe(nodes);
        (page.HasNext, page.HasPrevious).ShouldBe((next, previous));
        walked.ShouldBeLessThanOrEqualTo(nodes.StartsWith("99", StringComparison.Ordinal) ? 100 : 9, "nothing is walked that is not shown");
        page.Total.ShouldBe(100);
    }

    [Theory]
    [InlineData("{ repository(owner: \"example\", name: \"publisher\") { stars } }", "Field 'stars' doesn't exist on type 'Repository'")]
    [InlineData("{ repository(owner: \"example\", name: \"publisher\", branch: \"x\") { name } }", "Field 'repository' doesn't accept argument 'branch'")]
    [InlineData("{ repository(owner: \"example\", name: \"publisher\") { defaultBranchRef { target { history(first: 1) { totalCount } } } } }", "Field 'history' doesn't exist on type 'GitObject'")]
    [InlineData("{ repository(owner: \"example\", name: \"publisher\") { defaultBranchRef } }", "Field must have selections (field 'defaultBranchRef' returns Ref but has no selections. Did you mean 'defaultBranchRef { ... }'?)")]
    [InlineData("{ repository(owner: \"example\", name: \"publisher\") { name { x } } }", "Selections can't be made on scalars (field 'name' returns a scalar but has selections)")]
    [InlineData("{ ...Missing }", "Fragment Missing was used, but not defined")]
    [InlineData("{ ...Loop } fragment Loop on Query { ...Loop }", "Fragment Loop contains an infinite loop")]
    [InlineData("{ repository(owner: $who, name: \"publisher\") { name } }", "Variable $who is used by  but not declared")]
    [InlineData("{ repository(", "Unexpected end of document")]
    [InlineData("mutation { x }", "The sandbox answers queries only")]
    public async Task A_wrong_query_is_told_what_is_wrong_and_gets_no_data(string query, string why)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();

        var reply = await AskAsync(new GitHubClient(sandbox), query);

        reply.Status.ShouldBe(200);
        reply.Body["data"].ShouldBeNull();
        reply.Body["errors"]![0]!["message"].Text().ShouldBe(why);
        reply.Body["errors"]![0]!["locations"]![0]!["line"].Text().ShouldBe("1");
    }

    [Theory]
    [InlineData("{ repository(owner: \"example\", name: \"nothing\") { name } }", "NOT_FOUND", "Could not resolve to a Repository with the name 'example/nothing'.")]
    [InlineData("{ repository(owner: \"example\", name: \"publisher\") { refs(refPrefix: \"refs/tags/\") { nodes { name } } } }", "MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value to properly paginate the `refs` connection.")]
    [InlineData("{ repository(owner: \"example\", name: \"publisher\") { refs(refPrefix: \"refs/tags/\", first: 101) { totalCount } } }", "EXCESSIVE_PAGINATION", "Requesting 101 records on the `refs` connection exceeds the `first` limit of 100 records.")]
    public async Task What_cannot_be_answered_is_null_and_says_so(string query, string kind, string why)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();

        var reply = await AskAsync(new GitHubClient(sandbox), query);

        reply.Body["errors"]![0]!["type"].Text().ShouldBe(kind);
        reply.Body["errors"]![0]!["message"].Text().ShouldBe(why);
        reply.Body["errors"]![0]!["path"]![0].Text().ShouldBe("repository");
        reply.Body.AsObject().ContainsKey("data").ShouldBeTrue();
    }

    [Fact]
    public async Task Directives_aliases_and_typenames_are_understood_and_a_token_is_needed()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);

        var reply = await AskAsync(
            client,
            "query($no: Boolean = false) { __typename viewer { who: login } repository(owner: \"example\", name: \"publisher\") { name @include(if: $no) url @skip(if: $no) defaultBranchRef { target { __typename } } pullRequests(first: 1, labels: [\"dependencies\"]) { nodes { author { __typename login } } } } } # end");

        reply.Body["errors"].ShouldBeNull(reply.Text);
        var data = reply.Body["data"]!;
        data["__typename"].Text().ShouldBe("Query");
        data["viewer"]!["who"].Text().ShouldBe("release-machine");
        data["repository"]!.AsObject().Select(field => field.Key).ShouldBe(["url", "defaultBranchRef", "pullRequests"]);
        data["repository"]!["defaultBranchRef"]!["target"]!["__typename"].Text().ShouldBe("Commit");
        data["repository"]!["pullRequests"]!["nodes"]![0]!["author"]!.ToJsonString().ShouldBe("""{"__typename":"Bot","login":"dependabot"}""");
        client.Token = null;
        (await AskAsync(client, "{ viewer { login } }")).Status.ShouldBe(401);
    }

    private static Task<GitHubReply> AskAsync(GitHubClient client, string query, JsonNode? variables = null, string path = "/graphql") =>
        client.SendAsync(HttpMethod.Post, path, new JsonObject { ["query"] = query, ["variables"] = variables });
}
