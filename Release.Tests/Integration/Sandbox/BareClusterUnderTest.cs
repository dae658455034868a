using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Sandbox.Clusters;

namespace Release.Tests.Integration.Sandbox;

/// <summary>A bare cluster of its own, spoken to over HTTP; the test plays kubelet by writing the pods' status.</summary>
internal sealed class BareClusterUnderTest : IAsyncDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private readonly HttpClient _http;

    private BareClusterUnderTest() =>
        _http = new HttpClient(PrivateTrust.HandlerOf(() => Cluster.Kubeconfig)) { Timeout = Timeout.InfiniteTimeSpan };

    public BareCluster Cluster { get; private set; } = null!;

    public CancellationToken Cancelled => _limit.Token;

    public static async Task<BareClusterUnderTest> StartAsync(TimeProvider? time = null)
    {
        var test = new BareClusterUnderTest();
        test.Cluster = await BareCluster.StartAsync(
            new BareClusterOptions { Namespaces = ["apps"] }, time ?? TimeProvider.System, NullLoggerFactory.Instance, test.Cancelled);
        var kubeconfig = test.Cluster.Kubeconfig;
        var token = kubeconfig[(kubeconfig.IndexOf("token: \"", StringComparison.Ordinal) + 8)..].Split('"')[0];
        test._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return test;
    }

    public async Task<(int Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(Cluster.Address, path));
        if (body is not null)
        {
            request.Content = new StringContent(body, MediaTypeHeaderValue.Parse(contentType));
        }

        using var response = await _http.SendAsync(request, Cancelled);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancelled))!);
    }

    public async Task<JsonNode> GetAsync(string path) => (await SendAsync(HttpMethod.Get, path)).Body;

    public async Task CreateAsync(string collection, string body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, collection, body);
        status.ShouldBe(201, answer.ToJsonString());
    }

    public Task<(int Status, JsonNode Body)> PatchAsync(string path, string merge) =>
        SendAsync(HttpMethod.Patch, path, merge, "application/merge-patch+json");

    /// <summary>Looks, and looks again after each change of the store, until it is as wanted.</summary>
    public async Task<JsonNode> WaitForAsync(string path, Func<JsonNode, bool> wanted)
    {
        while (true)
        {
            var changed = Cluster.Store.NextChange;
            var (status, body) = await SendAsync(HttpMethod.Get, path);
            if (status is 200 or 404 && wanted(body))
            {
                return body;
            }

            try
            {
                await changed.WaitAsync(Cancelled);
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"{path} stayed {body.ToJsonString()}", exception);
            }
        }
    }

    public Task<JsonNode> WaitForPodsAsync(string selector, int count) =>
        WaitForAsync($"{Paths.Pods}?labelSelector={Uri.EscapeDataString(selector)}", list => list["items"]!.AsArray().Count == count);

    /// <summary>As a kubelet reports a pod that serves.</summary>
    public Task MakeReadyAsync(string pod) => PatchAsync(
        $"{Paths.Pods}/{pod}/status",
        """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-11-22T12:00:00Z"}]}}""");

    /// <summary>As a kubelet reports a container that ended.</summary>
    public Task EndAsync(string pod, int exitCode) => PatchAsync(
        $"{Paths.Pods}/{pod}/status",
        $$$$$$$$"""{"status":{"phase":"{{{{{{{{(exitCode == 0 ? "Succeeded" : "Failed")}}}}}}}}","containerStatuses":[{"name":"main","image":"x","imageID":"x","ready":false,"restartCount":0,"state":{"terminated":{"exitCode":{{{{{{{{exitCode}}}}}}}},"finishedAt":"2026-11-22T12:00:00Z"}}}]}}""");

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _http.Dispose();
        _limit.Dispose();
    }
}
