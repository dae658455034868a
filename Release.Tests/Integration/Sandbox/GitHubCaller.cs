using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Release.Tests.Integration.Sandbox;

/// <summary>The sandbox's GitHub as its clients ask it.</summary>
internal sealed class GitHubCaller(SandboxUnderTest sandbox)
{
    public async Task<(int Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, string? body = null, string? token = null)
    {
        using var answer = await AnswerAsync(method, path, body, token);
        var text = await answer.Content.ReadAsStringAsync(sandbox.Cancelled);
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public async Task<HttpResponseMessage> AnswerAsync(HttpMethod method, string path, string? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(sandbox.World.Endpoints.GitHub, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? sandbox.World.GitHubToken);
        request.Headers.UserAgent.ParseAdd("release-tests");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await sandbox.Http.SendAsync(request, sandbox.Cancelled);
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path);
        status.ShouldBe(200, path);
        return body!;
    }

    public Task<(int Status, JsonNode? Body)> DispatchAsync(string gitRef, string environment = "integration", string extra = "") => SendAsync(
        HttpMethod.Post,
        "repos/example/publisher/actions/workflows/deploy.yml/dispatches",
        $$"""{"ref":"main","inputs":{"environment":"{{environment}}","gitRef":"{{gitRef}}"}{{extra}}}""");
}
