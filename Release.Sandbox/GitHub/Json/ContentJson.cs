using System.Text.Json.Nodes;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Json;

/// <summary>Files and folders of the contents API.</summary>
internal static class ContentJson
{
    private const int LineLength = 60;

    /// <param name="reference">The reference as the client named it; URLs contain it.</param>
    public static JsonObject Entry(IGitHubView view, AppRepository repository, string path, GitTreeEntry entry, string reference)
    {
        var api = RepositoryJson.Url(view, repository);
        var page = RepositoryJson.Page(view, repository);
        var escaped = GitHubTarget.Escape(path);
        var (kind, place) = entry.IsFolder ? ("dir", "tree") : ("file", "blob");
        var self = $"{api}/contents/{escaped}?ref={Uri.EscapeDataString(reference)}";
        var git = $"{api}/git/{place}s/{entry.Sha}";
        var html = $"{page}/{place}/{GitHubTarget.Escape(reference)}/{escaped}";
        return new JsonObject
        {
            ["type"] = kind,
            ["size"] = entry.IsFolder ? 0 : repository.Objects.Find(entry.Sha)?.Content.Length ?? 0,
            ["name"] = path[(path.LastIndexOf('/') + 1)..],
            ["path"] = path,
            ["sha"] = entry.Sha,
            ["url"] = self,
            ["git_url"] = git,
            ["html_url"] = html,
            ["download_url"] = entry.IsFolder ? null : $"{page}/raw/{GitHubTarget.Escape(reference)}/{escaped}",
            ["_links"] = new JsonObject { ["git"] = git, ["self"] = self, ["html"] = html },
        };
    }

    public static JsonObject File(IGitHubView view, AppRepository repository, string path, GitTreeEntry entry, string reference)
    {
        var body = Entry(view, repository, path, entry, reference);
        body["encoding"] = "base64";
        body["content"] = Base64(repository.Objects.Find(entry.Sha)?.Content ?? []);
        return body;
    }

    /// <summary>In lines, as GitHub sends it.</summary>
    public static string Base64(byte[] content) =>
        string.Concat(Convert.ToBase64String(content).Chunk(LineLength).Select(line => new string(line) + "\n"));

    /// <exception cref="GitHubException">It is not Base64.</exception>
    public static byte[] FromBase64(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var written)
            ? buffer[..written]
            : throw GitHubException.Unprocessable("content is not valid Base64");
    }

    /// <exception cref="GitHubException">The path leads out of the repository or into <c>.git</c>.</exception>
    public static string CheckPath(string path)
    {
        var parts = path.Split('/');
        return parts.Any(part => part is "" or "." or ".." || part.Equals(".git", StringComparison.OrdinalIgnoreCase) || part.Contains('\0', StringComparison.Ordinal))
            ? throw GitHubException.Unprocessable("path contains a malformed path component")
            : path;
    }
}
