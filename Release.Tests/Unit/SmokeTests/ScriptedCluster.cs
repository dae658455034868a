using System.Net;
using System.Text.Json.Nodes;
using Release.Core.Applications;
using Release.Core.Pipeline;
using Release.Integrations.SmokeTests;
using Release.Tests.Support.Kubernetes;
using Release.Tests.Support.SmokeTests;

namespace Release.Tests.Unit.SmokeTests;

/// <summary>
/// A cluster of one test: keeps what is made, and shows the pods, logs and status that the test gives. Its clock is the test's.
/// </summary>
internal sealed class ScriptedCluster : IDisposable
{
    public const string Jobs = "/apis/batch/v1/namespaces/apps/jobs";
    public const string Workflows = "/apis/argoproj.io/v1alpha1/namespaces/apps/workflows";
    private const string Pods = "/api/v1/namespaces/apps/pods";
    private const string EventsPath = "/api/v1/namespaces/apps/events";

    private readonly FakeCluster _cluster = new();
    private readonly ObservedRuns _runs;
    private int _uids;

    public ScriptedCluster(ObservedRuns? runs = null)
    {
        _runs = runs ?? new ObservedRuns();
        _cluster.Answers = Answer;
    }

    public static Cell Publisher { get; } = new(ApplicationName.Parse("publisher"), FakeCluster.Integration);

    public SmokeTestOptions Options { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    /// <summary>By path.</summary>
    public Dictionary<string, JsonObject> Objects { get; } = new(StringComparer.Ordinal);

    public List<string> PodsShown { get; } = [];

    public List<string> Events { get; } = [];

    /// <summary>By pod and container.</summary>
    public Dictionary<string, string> Logs { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers before the cluster does; null leaves it to the cluster.</summary>
    public Func<FakeRequest, HttpResponseMessage?> Trouble { get; set; } = _ => null;

    public IEnumerable<FakeRequest> Seen => _cluster.Seen;

    public JsonObject Only => Objects.Values.ShouldHaveSingleItem();

    /// <summary>As a replica that has just started: it remembers nothing.</summary>
    public Task<SmokeTestResult> RunAnewAsync(string run = "run-1") => RunAsync(run, new ObservedRuns());

    public Task<SmokeTestResult> RunAsync(string run = "run-1", ObservedRuns? runs = null, Cell? cell = null, string version = "v2")
    {
        new SmokeTestOptionsValidator().Validate(null, Options).FailureMessage.ShouldBeNull();
        var placements = FakeCluster.ApplicationPlacements();
        runs ??= _runs;
        var router = new SmokeTestRouter(
            [new JobSmokeTests(_cluster.Clients(), placements, runs, Time), new WorkflowSmokeTests(_cluster.Clients(), placements, runs, Time)],
            Fixed.Options(Options));
        return router.RunAsync(cell ?? Publisher, ImageTag.Parse(version), run, TestContext.Current.CancellationToken);
    }

    /// <summary>Sets the status of the only object.</summary>
    public void Status(string json) => Only["status"] = JsonNode.Parse(json);

    public void Dispose() => _cluster.Dispose();

    private HttpResponseMessage Answer(FakeRequest request) => Trouble(request) ?? (request.Method.Method switch
    {
        "POST" => Make(request),
        "DELETE" => Objects.Remove(request.Path) ? FakeCluster.Json("{}") : Missing(),
        _ when request.Path.EndsWith("/log", StringComparison.Ordinal) => Log(request),
        _ when request.Path == Pods => List(PodsShown),
        _ when request.Path == EventsPath => List(Events),
        _ when request.Path is Jobs or Workflows => List(Selected(request)),
        _ => Objects.TryGetValue(request.Path, out var found) ? FakeCluster.Json(found.ToJsonString()) : Missing(),
    });

    private HttpResponseMessage Make(FakeRequest request)
    {
        var made = JsonNode.Parse(request.Body)!.AsObject();
        var path = $"{request.Path}/{made["metadata"]!["name"]}";
        if (Objects.ContainsKey(path))
        {
            return FakeCluster.Refusal(HttpStatusCode.Conflict, "AlreadyExists", "it already exists");
        }

        made["metadata"]!["uid"] = $"uid-{++_uids}";
        made["metadata"]!["creationTimestamp"] = Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        Objects[path] = made;
        return FakeCluster.Json(made.ToJsonString(), HttpStatusCode.Created);
    }

    private HttpResponseMessage Log(FakeRequest request)
    {
        var pod = request.Path.Split('/')[^2];
        return Logs.TryGetValue(pod, out var log)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(log) }
            : FakeCluster.Refusal(HttpStatusCode.BadRequest, "BadRequest", $"pod {pod} does not have a host assigned");
    }

    private IEnumerable<string> Selected(FakeRequest request)
    {
        var selector = System.Web.HttpUtility.ParseQueryString(request.Uri.Query)["labelSelector"] ?? "";
        return Objects.Where(entry => entry.Key.StartsWith(request.Path + "/", StringComparison.Ordinal))
            .Where(entry => selector.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .All(part => entry.Value["metadata"]?["labels"]?[part.Split('=')[0]]?.ToString() == part.Split('=')[1]))
            .Select(entry => entry.Value.ToJsonString());
    }

    private static HttpResponseMessage List(IEnumerable<string> items) =>
        FakeCluster.Json($$"""{"metadata":{"resourceVersion":"9"},"items":[{{string.Join(',', items)}}]}""");

    private static HttpResponseMessage Missing() => FakeCluster.Refusal(HttpStatusCode.NotFound, "NotFound", "not found");
}
