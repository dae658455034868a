using System.Text;
using Release.Core.Sources;

namespace Release.Integrations.GitHub.Sources;

/// <summary>Release's GraphQL queries. The tests validate them against GitHub's public schema.</summary>
internal static class GraphQlQueries
{
    /// <summary>The number of tags in <see cref="Overview"/>.</summary>
    public const int MostTags = 20;

    /// <summary>What pages show of a repository, by one query (contracts §9). Variables: owner, name.</summary>
    public const string Overview = """
        query Overview($owner: String!, $name: String!) {
          repository(owner: $owner, name: $name) {
            defaultBranchRef {
              name
              target {
                ... on Commit {
                  history(first: 40) {
                    nodes {
                      oid
                      message
                      committedDate
                      author { name user { login } }
                      associatedPullRequests(first: 1) { nodes { number title } }
                      statusCheckRollup { state }
                    }
                  }
                }
              }
            }
            refs(refPrefix: "refs/tags/", first: 20, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
              nodes {
                name
                target {
                  oid
                  ... on Commit { committedDate }
                  ... on Tag { target { oid ... on Commit { committedDate } } }
                }
              }
            }
            pullRequests(states: OPEN, labels: ["dependencies"]) { totalCount }
          }
        }
        """;

    /// <summary>The pull requests of these commits. Variables: owner, name. The answer has each commit under its alias.</summary>
    public static string Pulls(IReadOnlyList<CommitSha> commits)
    {
        var query = new StringBuilder("query Pulls($owner: String!, $name: String!) {\n  repository(owner: $owner, name: $name) {\n");
        foreach (var commit in commits)
        {
            query.Append("    ").Append(Alias(commit)).Append(": object(oid: \"").Append(commit.Value)
                .Append("\") { ... on Commit { associatedPullRequests(first: 1) { nodes { number title } } } }\n");
        }

        return query.Append("  }\n}\n").ToString();
    }

    /// <summary>The texts of these files, by their blob ids. Variables: owner, name.</summary>
    public static string Blobs(IReadOnlyList<string> blobs)
    {
        var query = new StringBuilder("query Blobs($owner: String!, $name: String!) {\n  repository(owner: $owner, name: $name) {\n");
        foreach (var blob in blobs)
        {
            query.Append("    ").Append(Alias(blob)).Append(": object(oid: \"").Append(blob).Append("\") { ... on Blob { text isTruncated } }\n");
        }

        return query.Append("  }\n}\n").ToString();
    }

    public static string Alias(CommitSha commit) => Alias(commit.Value);

    /// <summary>The alias of an object: a GraphQL name must begin with a letter, but an id may begin with a digit.</summary>
    public static string Alias(string id) => $"c{id}";
}
