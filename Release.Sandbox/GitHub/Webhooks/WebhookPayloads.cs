using System.Text.Json.Nodes;
using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Runs;

namespace Release.Sandbox.GitHub.Webhooks;

/// <summary>Builds the payloads of webhooks. Source: https://docs.github.com/webhooks/webhook-events-and-payloads</summary>
/// <param name="address">GitHub's base address, for links.</param>
internal sealed class WebhookPayloads(GitHubState state, Func<Uri> address)
{
    private const string Nothing = "0000000000000000000000000000000000000000";

    private const int MostCommits = 2048;

    public async Task<JsonObject> PushAsync(RepositoryChange change, CancellationToken cancellationToken)
    {
        var view = View();
        var repository = await state.Repositories.GetAsync(change.Repository, cancellationToken);
        var commits = change.After is { } after && change.Reference.StartsWith("refs/heads/", StringComparison.Ordinal)
            ? NewCommits(repository, change.Before, after)
            : [];
        var head = change.After is null ? null : repository.Git.Peel(change.After);
        var page = RepositoryJson.Page(view, repository);
        var (before, now) = (change.Before ?? Nothing, change.After ?? Nothing);
        return Describe(view, repository, change.Actor, new JsonObject
        {
            ["ref"] = change.Reference,
            ["before"] = before,
            ["after"] = now,
            ["created"] = change.Before is null,
            ["deleted"] = change.After is null,
            ["forced"] = IsForced(repository, change),
            ["base_ref"] = null,
            ["compare"] = change.Before is null || change.After is null ? $"{page}/commit/{now[..12]}" : $"{page}/compare/{before[..12]}...{now[..12]}",
            ["commits"] = new JsonArray([.. commits.Select(commit => Commit(page, repository, commit))]),
            ["head_commit"] = head is null ? null : Commit(page, repository, head),
            ["pusher"] = new JsonObject { ["name"] = change.Actor, ["email"] = People.Find(change.Actor)?.Email },
        });
    }

    /// <param name="action"><c>requested</c>, <c>in_progress</c>, <c>completed</c>.</param>
    public async Task<JsonObject> WorkflowRunAsync(WorkflowRun run, string action, CancellationToken cancellationToken)
    {
        var view = View();
        var repository = await state.Repositories.GetAsync(run.Repository, cancellationToken);
        return Describe(view, repository, run.Actor, new JsonObject
        {
            ["action"] = action,
            ["workflow_run"] = ActionsJson.Run(view, repository, run),
            ["workflow"] = ActionsJson.Workflow(view, repository, WorkflowFile.Of(run)),
        });
    }

    public async Task<JsonObject> ReleaseAsync(string name, string tag, PullRequest merged, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var view = View();
        var repository = await state.Repositories.GetAsync(name, cancellationToken);
        var actor = merged.MergedBy ?? People.Machine.Login;
        var api = RepositoryJson.Url(view, repository);
        var page = RepositoryJson.Page(view, repository);
        var id = Ids.Number("release", $"{name} {tag}");
        return Describe(view, repository, actor, new JsonObject
        {
            ["action"] = "published",
            ["release"] = new JsonObject
            {
                ["url"] = $"{api}/releases/{id}",
                ["assets_url"] = $"{api}/releases/{id}/assets",
                ["upload_url"] = $"{api}/releases/{id}/assets{{?name,label}}",
                ["html_url"] = $"{page}/releases/tag/{tag}",
                ["id"] = id,
                ["node_id"] = Ids.Node("Release", $"{name} {tag}"),
                ["tag_name"] = tag,
                ["target_commitish"] = SandboxGitHub.DefaultBranch,
                ["name"] = tag,
                ["draft"] = false,
                ["immutable"] = false,
                ["author"] = UserJson.Simple(view, actor),
                ["prerelease"] = false,
                ["created_at"] = Times.Iso(merged.MergedAt ?? now),
                ["updated_at"] = Times.Iso(now),
                ["published_at"] = Times.Iso(now),
                ["assets"] = new JsonArray(),
                ["tarball_url"] = $"{api}/tarball/{tag}",
                ["zipball_url"] = $"{api}/zipball/{tag}",
                ["body"] = $"## What's changed\n* {merged.Title} by @{merged.Author} in {page}/pull/{merged.Number}\n",
            },
        });
    }

    /// <summary>A published image. GitHub sends it as <c>package</c> and, with two other field names, as <c>registry_package</c>.</summary>
    public async Task<JsonObject> PackageAsync(WorkflowRun run, string digest, Uri registry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var view = View();
        var repository = await state.Repositories.GetAsync(run.Repository, cancellationToken);
        var page = $"{RepositoryJson.Page(view, repository)}/pkgs/container/{run.Repository}";
        var version = Ids.Number("package_version", $"{run.Repository} {run.ImageTag}");
        var (created, image) = (Times.Iso(now), $"{registry.Authority}/{repository.FullName}");
        return Describe(view, repository, run.Actor, new JsonObject
        {
            ["action"] = "published",
            ["package"] = new JsonObject
            {
                ["id"] = Ids.Number("package", run.Repository),
                ["name"] = run.Repository,
                ["namespace"] = SandboxGitHub.Organisation,
                ["description"] = "",
                ["ecosystem"] = "CONTAINER",
                ["package_type"] = "CONTAINER",
                ["html_url"] = page,
                ["created_at"] = created,
                ["updated_at"] = created,
                ["owner"] = UserJson.Owner(view),
                ["package_version"] = new JsonObject
                {
                    ["id"] = version,
                    ["version"] = digest,
                    ["summary"] = "",
                    ["name"] = digest,
                    ["description"] = "",
                    ["body"] = "",
                    ["html_url"] = $"{page}/{version}",
                    ["target_commitish"] = run.HeadBranch,
                    ["target_oid"] = run.HeadSha,
                    ["created_at"] = created,
                    ["updated_at"] = created,
                    ["metadata"] = new JsonArray(),
                    ["container_metadata"] = new JsonObject
                    {
                        ["tag"] = new JsonObject { ["name"] = run.ImageTag, ["digest"] = digest },
                        ["labels"] = new JsonObject { ["source"] = RepositoryJson.Page(view, repository), ["revision"] = run.HeadSha },
                        ["manifest"] = new JsonObject { ["digest"] = digest, ["uri"] = $"repositories/{repository.FullName}/manifests/{digest}" },
                    },
                    ["package_files"] = new JsonArray(),
                    ["author"] = UserJson.Simple(view, run.Actor),
                    ["installation_command"] = $"docker pull {image}:{run.ImageTag}",
                    ["package_url"] = $"{image}:{run.ImageTag}",
                },
                ["registry"] = new JsonObject
                {
                    ["about_url"] = "https://docs.github.com/packages/learn-github-packages/introduction-to-github-packages",
                    ["name"] = "GitHub CONTAINER registry",
                    ["type"] = "CONTAINER",
                    ["url"] = new Uri(registry, repository.FullName).ToString(),
                    ["vendor"] = "GitHub Inc",
                },
            },
        });
    }

    /// <summary>The event that GitHub sends when a webhook is created.</summary>
    public JsonObject Ping(DateTimeOffset now)
    {
        var view = View();
        var url = $"{view.Api}/orgs/{SandboxGitHub.Organisation}/hooks/{WebhookSetup.HookId}";
        return new JsonObject
        {
            ["zen"] = "Keep it logically awesome.",
            ["hook_id"] = WebhookSetup.HookId,
            ["hook"] = new JsonObject
            {
                ["type"] = "Organization",
                ["id"] = WebhookSetup.HookId,
                ["name"] = "web",
                ["active"] = true,
                ["events"] = new JsonArray("push", "workflow_run", "release", "package"),
                ["config"] = new JsonObject { ["content_type"] = "json", ["insecure_ssl"] = "0", ["secret"] = "********" },
                ["updated_at"] = Times.Iso(now),
                ["created_at"] = Times.Iso(now),
                ["url"] = url,
                ["ping_url"] = $"{url}/pings",
                ["deliveries_url"] = $"{url}/deliveries",
            },
            ["organization"] = UserJson.SimpleOrganisation(view),
            ["sender"] = UserJson.Simple(view, People.Machine),
        };
    }

    /// <summary>The commits that a push added to the branch, oldest first.</summary>
    private static IEnumerable<GitCommit> NewCommits(AppRepository repository, string? before, string after) => before is null
        ? repository.Git.Peel(after) is { } only ? [only] : []
        : CommitWalk.Compare(repository.Objects, before, after).Ahead.Take(MostCommits).Reverse();

    /// <summary>Whether the reference lost commits.</summary>
    private static bool IsForced(AppRepository repository, RepositoryChange change) =>
        change is { Before: { } before, After: { } after }
        && repository.Git.Peel(before) is { } left && repository.Git.Peel(after) is { } right
        && CommitWalk.Compare(repository.Objects, left.Sha, right.Sha).Behind.Count > 0;

    private static JsonObject Commit(string page, AppRepository repository, GitCommit commit)
    {
        var files = TreeDiff.Between(
            repository.Objects, commit.Parents.Count == 0 ? null : repository.Objects.Commit(commit.Parents[0]).Tree, commit.Tree);
        return new JsonObject
        {
            ["id"] = commit.Sha,
            ["tree_id"] = commit.Tree,
            ["distinct"] = true,
            ["message"] = commit.Message,
            ["timestamp"] = Times.Iso(commit.Committer.Time),
            ["url"] = $"{page}/commit/{commit.Sha}",
            ["author"] = Signature(commit.Author),
            ["committer"] = Signature(commit.Committer),
            ["added"] = Paths(files.Where(file => file.Before is null)),
            ["removed"] = Paths(files.Where(file => file.After is null)),
            ["modified"] = Paths(files.Where(file => file is { Before: not null, After: not null })),
        };
    }

    private static JsonArray Paths(IEnumerable<FileChange> files) => [.. files.Select(file => (JsonNode)file.Path)];

    private static JsonObject Signature(GitSignature signature)
    {
        var body = new JsonObject { ["name"] = signature.Name, ["email"] = signature.Email };
        if (People.FindByEmail(signature.Email) is { } person)
        {
            body["username"] = person.Login;
        }

        return body;
    }

    private static JsonObject Describe(IGitHubView view, AppRepository repository, string actor, JsonObject body)
    {
        body["repository"] = RepositoryJson.Full(view, repository);
        body["organization"] = UserJson.SimpleOrganisation(view);
        body["sender"] = UserJson.Simple(view, actor) ?? UserJson.Simple(view, People.Machine);
        return body;
    }

    private GitHubView View() => GitHubView.At(address(), state);
}
