using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Release.Sandbox.GitHub;

namespace Release.Tests.Integration.Sandbox;

/// <summary>A plain client of the sandbox's GitHub: what comes back is looked at as it is.</summary>
internal sealed class GitHubClient(SandboxUnderTest sandbox, string prefix = "")
{
    public const string Publisher = "/repos/example/publisher";

    /// <summary>The machine's token unless another is set; null sends none.</summary>
    public string? Token { get; set; } = sandbox.World.GitHubToken;

    public string Base => sandbox.World.Endpoints.GitHub.GetLeftPart(UriPartial.Authority) + prefix;

    public async Task<GitHubReply> SendAsync(HttpMethod method, string path, JsonNode? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("http", StringComparison.Ordinal) ? path : Base + path);
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        if (Token is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await sandbox.Http.SendAsync(request, sandbox.Cancelled);
        var text = await response.Content.ReadAsStringAsync(sandbox.Cancelled);
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new GitHubReply((int)response.StatusCode, text, all);
    }

    public Task<GitHubReply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public async Task<JsonNode> ReadAsync(string path)
    {
        var reply = await GetAsync(path);
        reply.Status.ShouldBe(200, $"{path}: {reply.Text}");
        return reply.Body;
    }

    /// <summary>Writes a file to a new commit of a branch.</summary>
    public Task<GitHubReply> WriteAsync(string repository, string path, string content, string? sha = null, string branch = "main") =>
        SendAsync(HttpMethod.Put, $"/repos/example/{repository}/contents/{path}", new JsonObject
        {
            ["message"] = $"Change {path}",
            ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(content)),
            ["branch"] = branch,
            ["sha"] = sha,
        });

    public async Task<string> TipAsync(string repository, string branch = "main") =>
        (await ReadAsync($"/repos/example/{repository}/git/ref/heads/{branch}"))["object"]!["sha"].Text();

    public Task<GitHubReply> BranchAsync(string repository, string branch, string sha) => SendAsync(
        HttpMethod.Post, $"/repos/example/{repository}/git/refs", new JsonObject { ["ref"] = $"refs/heads/{branch}", ["sha"] = sha });

    public static string NameOf(string fullName) => fullName[(SandboxGitHub.Organisation.Length + 1)..];
}

/// <summary>What came back.</summary>
internal sealed record GitHubReply(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    public string Message => Body["message"].Text();

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>An address of the <c>Link</c> header.</summary>
    public string? Link(string relation) => Header("Link")?.Split(", ").FirstOrDefault(link => link.EndsWith($"; rel=\"{relation}\"", StringComparison.Ordinal))?.Split('>')[0][1..];
}
