using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Release.Tests.Integration.Sandbox;
using Release.Tests.Support;

namespace Release.Tests.Integration.Endpoints;

/// <summary>The API server of one of a host's environments, spoken to past Release, as kubectl would.</summary>
internal sealed class SandboxClusterOf : IDisposable
{
    private readonly HttpClient _http;

    public SandboxClusterOf(ReleaseApp app, string environment)
    {
        var world = app.Sandbox.World;
        var tokens = JsonNode.Parse(File.ReadAllText(Path.Combine(app.DataDirectory, "sandbox", "tokens.json")))!;
        _http = new HttpClient(PrivateTrust.Handler(() => world.KubeconfigPath)) { BaseAddress = world.Endpoints.Clusters[environment] };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens[environment]!.GetValue<string>());
    }

    /// <summary>A list, or one object.</summary>
    public async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken))!;

    /// <summary>What <c>kubectl set image</c> sends for the container <c>app</c>.</summary>
    public async Task SetImageAsync(string deployment, string image)
    {
        var body = new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["template"] = new JsonObject
                {
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = image }) },
                },
            },
        };
        using var content = new StringContent(body.ToJsonString(), MediaTypeHeaderValue.Parse("application/strategic-merge-patch+json"));
        using var response = await _http.PatchAsync(
            new Uri($"{Paths.Deployments}/{deployment}?fieldManager=kubectl-set", UriKind.Relative), content, TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _http.Dispose();
}
