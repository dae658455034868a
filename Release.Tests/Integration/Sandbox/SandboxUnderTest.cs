using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Sandbox.Settings;
using Release.Sandbox.World;

namespace Release.Tests.Integration.Sandbox;

/// <summary>A sandbox of its own in a temporary directory, spoken to as the product does: over HTTP and git.</summary>
internal sealed class SandboxUnderTest : IAsyncDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private readonly HttpClient _http;
    private readonly SandboxOptions _options;
    private readonly TimeProvider _time;

    private SandboxUnderTest(SandboxOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _http = new HttpClient(PrivateTrust.Handler(() => World.KubeconfigPath)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public SandboxWorld World { get; private set; } = null!;

    public string Directory => _options.Directory;

    public CancellationToken Cancelled => _limit.Token;

    public HttpClient Http => _http;

    public static async Task<SandboxUnderTest> StartAsync(Func<SandboxOptions, SandboxOptions>? change = null, TimeProvider? time = null)
    {
        var directory = Path.Combine(Path.GetTempPath(), $"release-sandbox-{Guid.NewGuid():N}");
        var options = new SandboxOptions { Directory = directory, Environments = ["integration"], RolloutSeconds = 0, SmokeTestSeconds = 0 };
        var sandbox = new SandboxUnderTest(change?.Invoke(options) ?? options, time ?? TimeProvider.System);
        await sandbox.StartWorldAsync();
        return sandbox;
    }

    public async Task StopAsync() => await World.DisposeAsync();

    public async Task StartWorldAsync() =>
        World = await SandboxWorld.StartAsync(_options, NullLoggerFactory.Instance, _time, Cancelled);

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartWorldAsync();
    }

    public HttpRequestMessage Request(HttpMethod method, string path, string? body = null, string contentType = "application/json", string environment = "integration")
    {
        var request = new HttpRequestMessage(method, new Uri(World.Endpoints.Clusters[environment], path));
        var tokens = JsonNode.Parse(File.ReadAllText(Path.Combine(Directory, "tokens.json")))!;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens[environment]!.GetValue<string>());
        if (body is not null)
        {
            request.Content = new StringContent(body, MediaTypeHeaderValue.Parse(contentType));
        }

        return request;
    }

    public async Task<(int Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        using var request = Request(method, path, body, contentType);
        using var response = await _http.SendAsync(request, Cancelled);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancelled))!);
    }

    public async Task<JsonNode> GetAsync(string path) => (await SendAsync(HttpMethod.Get, path)).Body;

    public async Task<string> GetTextAsync(string path)
    {
        using var request = Request(HttpMethod.Get, path);
        using var response = await _http.SendAsync(request, Cancelled);
        return await response.Content.ReadAsStringAsync(Cancelled);
    }

    /// <summary>The events of a watch as they come, until the server ends it.</summary>
    public async IAsyncEnumerable<(string Type, JsonNode Object)> WatchAsync(string path, string query)
    {
        using var request = Request(HttpMethod.Get, $"{path}?watch=true&{query}");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        response.IsSuccessStatusCode.ShouldBeTrue($"{response.StatusCode}");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancelled));
        while (await reader.ReadLineAsync(Cancelled) is { } line)
        {
            var change = JsonNode.Parse(line)!;
            yield return (change["type"]!.GetValue<string>(), change["object"]!);
        }
    }

    /// <summary>Watches one object, from its state now, until it is as wanted; returns every state seen.</summary>
    public async Task<List<JsonNode>> WatchUntilAsync(string collection, string selector, Func<JsonNode, bool> wanted)
    {
        var seen = new List<JsonNode>();
        await foreach (var (type, item) in WatchAsync(collection, selector))
        {
            seen.Add(item);
            if (type != "DELETED" && wanted(item))
            {
                return seen;
            }
        }

        throw new InvalidOperationException($"The watch of {collection} ended; last state: {seen.LastOrDefault()}");
    }

    public Task<List<JsonNode>> WatchApplicationAsync(string name, Func<JsonNode, bool> wanted) =>
        WatchUntilAsync(Paths.Applications, $"fieldSelector=metadata.name={name}", wanted);

    /// <summary>The version now, for a watch that must see everything that comes.</summary>
    public async Task<string> VersionAsync() => (await GetAsync(Paths.ConfigMaps))["metadata"]!["resourceVersion"].Text();

    /// <summary>As <see cref="WatchApplicationAsync(string, Func{JsonNode, bool})"/>, with every change after a version.</summary>
    public Task<List<JsonNode>> WatchApplicationAsync(string name, string version, Func<JsonNode, bool> wanted) =>
        WatchUntilAsync(Paths.Applications, $"fieldSelector=metadata.name={name}&resourceVersion={version}", wanted);

    public Task RefreshAsync(string application = "app-config") => SendAsync(
        HttpMethod.Patch,
        $"{Paths.Applications}/{application}",
        """{"metadata":{"annotations":{"argocd.argoproj.io/refresh":"normal"}}}""",
        "application/merge-patch+json");

    /// <summary>Commits one image-tag file to main; returns the commit's id.</summary>
    public async Task<string> CommitAsync(string application, string content, string environment = "integration")
    {
        var clone = Path.Combine(Directory, $"clone-{Guid.NewGuid():N}");
        await GitAsync(Directory, "clone", "--quiet", World.ConfigRepositoryPath, clone);
        await File.WriteAllTextAsync(Path.Combine(clone, "charts/app-config/image-tags", environment, application), content, Cancelled);
        await GitAsync(clone, "add", "--all");
        await GitAsync(clone, "-c", "user.name=Test", "-c", "user.email=test@release.invalid", "commit", "--quiet", "--message", $"Change {application}");
        await GitAsync(clone, "push", "--quiet", "origin", "HEAD:main");
        return (await GitAsync(clone, "rev-parse", "HEAD")).Trim();
    }

    public Task<string> CommitTagAsync(string application, string tag) =>
        CommitAsync(application, $"image_tag: {tag}\nautomatic_deploys_enabled: true\npromote_deployment: true\n");

    /// <summary>Commits a tag and has Argo CD look.</summary>
    public async Task<string> DeployAsync(string application, string tag)
    {
        var revision = await CommitTagAsync(application, tag);
        await RefreshAsync();
        return revision;
    }

    public async Task<string> GitAsync(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = directory, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        process.ExitCode.ShouldBe(0, $"git {string.Join(' ', arguments)}");
        return output;
    }

    public async Task<(int Status, string Body)> GetServiceAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(World.Endpoints.Services["integration"], path), Cancelled);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancelled));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
        _limit.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}

/// <summary>Paths of the API server.</summary>
internal static class Paths
{
    public const string Applications = "/apis/argoproj.io/v1alpha1/namespaces/cluster-services/applications";
    public const string Deployments = "/apis/apps/v1/namespaces/apps/deployments";
    public const string Jobs = "/apis/batch/v1/namespaces/apps/jobs";
    public const string Pods = "/api/v1/namespaces/apps/pods";
    public const string Events = "/api/v1/namespaces/apps/events";
    public const string ConfigMaps = "/api/v1/namespaces/apps/configmaps";
}

/// <summary>Reads of Kubernetes objects that tests repeat.</summary>
internal static class Readings
{
    public static string Text(this JsonNode? node) => node?.ToString() ?? "";

    public static string Tag(this JsonNode application) => application["metadata"]!["annotations"]!["imageTag"].Text();

    public static string Sync(this JsonNode application) => application["status"]!["sync"]!["status"].Text();

    public static string Revision(this JsonNode application) => application["status"]!["sync"]!["revision"].Text();

    public static string Phase(this JsonNode application) => application["status"]!["operationState"]?["phase"].Text() ?? "";

    public static string Health(this JsonNode application) => application["status"]!["health"]!["status"].Text();

    public static bool HasLanded(this JsonNode application, string tag) =>
        application.Tag() == tag && application.Sync() == "Synced" && application.Phase() == "Succeeded" && application.Health() == "Healthy"
        && application["status"]!["summary"]!["images"]![0].Text().EndsWith($":{tag}", StringComparison.Ordinal);

    public static string WaitingReason(this JsonNode pod) =>
        pod["status"]!["containerStatuses"]?[0]!["state"]!["waiting"]?["reason"].Text() ?? "";
}
