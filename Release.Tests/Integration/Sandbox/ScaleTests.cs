using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Sandbox.Clusters;
using Release.Sandbox.Kubernetes;

namespace Release.Tests.Integration.Sandbox;

public sealed class ScaleTests
{
    private const int Pods = 15_000;

    [Fact]
    public async Task A_large_list_comes_whole_in_pages_while_it_changes()
    {
        await using var cluster = await BareCluster.StartAsync(new BareClusterOptions(), TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        for (var index = 0; index < Pods; index++)
        {
            cluster.Store.Create(ResourceKinds.Pods, Pod(index));
        }

        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, cluster.Kubeconfig, TestContext.Current.CancellationToken);
        using var http = new HttpClient(PrivateTrust.Handler(() => path)) { BaseAddress = cluster.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(cluster.Kubeconfig));
        var started = Stopwatch.GetTimestamp();

        var seen = new HashSet<string>();
        var versions = new HashSet<string>();
        for (var page = ""; page is not null;)
        {
            var list = JsonNode.Parse(await http.GetStringAsync($"/api/v1/pods?limit=500&continue={page}", TestContext.Current.CancellationToken))!;
            versions.Add(list["metadata"]!["resourceVersion"].Text());
            foreach (var item in list["items"]!.AsArray())
            {
                seen.Add(item!["metadata"]!["name"].Text()).ShouldBeTrue();
            }

            page = list["metadata"]!["continue"]?.GetValue<string>();
            cluster.Store.Delete(ResourceKinds.Pods, "default", $"pod-{Pods - seen.Count:00000}");
        }

        seen.Count.ShouldBe(Pods, "those deleted meanwhile were there when the list began");
        versions.Count.ShouldBe(1);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        File.Delete(path);
    }

    private static JsonObject Pod(int index) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = $"pod-{index:00000}", ["namespace"] = "default", ["labels"] = new JsonObject { ["app"] = $"app-{index / 3}" } },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = "app:1", ["command"] = new string('x', 1500) }) },
    };

    private static string Token(string kubeconfig) => kubeconfig.Split("token: \"")[1].Split('"')[0];
}
